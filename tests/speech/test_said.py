"""Everything that is declared or decided is said in English, and nothing in the catalogue is said by nobody."""

from tests.speech.written import PACKAGE
from yikatong.channels.derive.speech_catalogue import FOLDER

ENGLISH = FOLDER / "en" / "LC_MESSAGES"
DERIVE = PACKAGE / "channels" / "derive"
