"""The six departments' registers, in the order in which the demo loads them."""

from hub.demo.registers import (
    dcy_child_grant,
    dep_disability,
    dop_allowance,
    dsdw_poor_family,
    ops_1300,
    ops_logbook,
)
from hub.demo.registers.register import Register, Written
from hub.demo.registers.writing import write_register

REGISTERS = (
    ops_logbook.REGISTER,
    dep_disability.REGISTER,
    dcy_child_grant.REGISTER,
    dop_allowance.REGISTER,
    dsdw_poor_family.REGISTER,
    ops_1300.REGISTER,
)

__all__ = ["REGISTERS", "Register", "Written", "write_register"]
