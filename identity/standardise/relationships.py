"""What a person is to the head of the household, from the words forms use to RELATIONSHIPS."""

from __future__ import annotations

import re
from functools import lru_cache

from identity.standardise.text import clean

_WORDS = {
    "head": "หัวหน้าครัวเรือน หัวหน้าครอบครัว หัวหน้า เจ้าบ้าน เจ้าของบ้าน head householder self",
    "spouse": "คู่สมรส สามี ภรรยา ภริยา แฟน คู่ครอง คู่ชีวิต spouse husband wife partner",
    "child": "เด็ก เด็กแรกเกิด บุตร บุตรชาย บุตรสาว บุตรหญิง ลูก ลูกชาย ลูกสาว บุตรบุญธรรม ลูกเลี้ยง บุตรเลี้ยง บุตรของคู่สมรส "
    "child son daughter stepchild stepson stepdaughter",
    "parent": "บิดา มารดา พ่อ แม่ บิดามารดา พ่อแม่ บิดา/มารดา พ่อเลี้ยง แม่เลี้ยง พ่อตา แม่ยาย พ่อสามี แม่สามี "
    "parent father mother stepfather stepmother",
    "grandchild": "หลาน หลานชาย หลานสาว เหลน grandchild grandson granddaughter",
    "grandparent": "ปู่ ย่า ตา ยาย ปู่ย่า ตายาย ปู่ย่าตายาย ทวด grandparent grandfather grandmother",
    "sibling": "พี่ น้อง พี่น้อง พี่ชาย พี่สาว น้องชาย น้องสาว sibling brother sister",
    "relative": "ญาติ ลุง ป้า น้า อา เขย สะใภ้ ลูกเขย ลูกสะใภ้ บุตรเขย บุตรสะใภ้ พี่เขย พี่สะใภ้ น้องเขย น้องสะใภ้ "
    "ลูกพี่ลูกน้อง relative uncle aunt cousin nephew niece",
    "guardian": "ผู้ปกครอง ผู้ดูแล ผู้อนุบาล ผู้พิทักษ์ ครอบครัวอุปถัมภ์ guardian caregiver carer",
    "applicant": "ผู้ยื่นคำขอ ผู้ยื่น ผู้ขอ ผู้สมัคร ผู้ลงทะเบียน ผู้ร้อง ผู้ขอรับความช่วยเหลือ applicant claimant",
    "other": "ผู้อาศัย ผู้อยู่อาศัย ผู้เช่า ลูกจ้าง คนรับใช้ เพื่อน อื่น อื่นๆ อื่น ๆ ไม่เกี่ยวข้อง other lodger tenant friend",
}
_RELATIONSHIP = {word: relationship for relationship, words in _WORDS.items() for word in words.split()}
_LEADING = re.compile(r"^(?:ความสัมพันธ์|เกี่ยวข้องเป็น|เป็น)\s*")
_NOISE = re.compile(r"[\s().\-_]|ของหัวหน้าครัวเรือน|ของเจ้าบ้าน")


@lru_cache(maxsize=1024)
def standardise_relationship(text: str) -> str | None:
    """One of RELATIONSHIPS, None where the text is empty, `other` where the word is not known."""
    word = _NOISE.sub("", _LEADING.sub("", clean(text).casefold()))
    if not word:
        return None
    return _RELATIONSHIP.get(word, "other")
