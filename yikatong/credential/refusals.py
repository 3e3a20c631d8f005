"""Why a code or a list is not accepted: a stable code for programs, one Chinese sentence for the person at the gate."""

from enum import StrEnum


class Reason(StrEnum):
    OVERSIZED = "oversized"
    NOT_A_CARD = "not_a_card"
    MALFORMED = "malformed"
    NOT_CANONICAL = "not_canonical"
    VERSION_UNKNOWN = "version_unknown"
    ALGORITHM = "algorithm"
    KEY_UNKNOWN = "key_unknown"
    KEY_NOT_IN_FORCE = "key_not_in_force"
    KEY_REVOKED = "key_revoked"
    ISSUER_SIGNATURE = "issuer_signature"
    EXPIRED = "expired"
    SCOPE = "scope"
    ASSURANCE = "assurance"
    TOO_OLD = "too_old"
    FROM_THE_FUTURE = "from_the_future"
    DEVICE_SIGNATURE = "device_signature"
    CHALLENGE = "challenge"
    STATUS_UNKNOWN = "status_unknown"
    STATUS_STALE = "status_stale"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"
    REPLAYED = "replayed"
    TOO_SOON = "too_soon"
    ONLINE_ONLY = "online_only"
    LIST_SIGNATURE = "list_signature"
    LIST_EXPIRED = "list_expired"
    LIST_ROLLED_BACK = "list_rolled_back"
    LIST_OUT_OF_ORDER = "list_out_of_order"
    CLOCK = "clock"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Reason.OVERSIZED: "二维码内容过长，不是电子社保卡。",
    Reason.NOT_A_CARD: "这不是电子社保卡的二维码。",
    Reason.MALFORMED: "二维码内容不完整，请刷新后重新出示。",
    Reason.NOT_CANONICAL: "二维码内容不规范，请刷新后重新出示。",
    Reason.VERSION_UNKNOWN: "二维码版本不能识别，请更新设备。",
    Reason.ALGORITHM: "签名算法与登记的不一致，不能使用。",
    Reason.KEY_UNKNOWN: "签发机构的密钥还没有下载，请联网更新。",
    Reason.KEY_NOT_IN_FORCE: "签发机构的密钥不在有效期内。",
    Reason.KEY_REVOKED: "签发机构的密钥已撤销，请持卡人联网更新。",
    Reason.ISSUER_SIGNATURE: "签发机构的签名不正确，不能使用。",
    Reason.EXPIRED: "凭证已过期，请持卡人联网更新。",
    Reason.SCOPE: "这张卡没有开通这个场景。",
    Reason.ASSURANCE: "这台手机的保护程度不够，请使用实体卡或身份证。",
    Reason.TOO_OLD: "二维码已过期，请刷新后重新出示。",
    Reason.FROM_THE_FUTURE: "手机时间不准，请校准后重新出示。",
    Reason.DEVICE_SIGNATURE: "手机的签名不正确，不能使用。",
    Reason.CHALLENGE: "请扫描本机显示的二维码后重新出示。",
    Reason.STATUS_UNKNOWN: "没有这张卡的状态名单，请联网更新。",
    Reason.STATUS_STALE: "状态名单太旧，请联网更新，或使用实体卡、身份证。",
    Reason.CANCELLED: "电子社保卡已注销或已更换。",
    Reason.SUSPENDED: "电子社保卡已停用，请联系12333。",
    Reason.REPLAYED: "这个二维码已经用过，请刷新。",
    Reason.TOO_SOON: "请勿连续刷卡。",
    Reason.ONLINE_ONLY: "这项业务须联网办理。",
    Reason.LIST_SIGNATURE: "名单的签名不正确，没有采用。",
    Reason.LIST_EXPIRED: "名单已过期，没有采用。",
    Reason.LIST_ROLLED_BACK: "名单比现有的旧，没有采用。",
    Reason.LIST_OUT_OF_ORDER: "名单与现有的不衔接，请下载完整名单。",
    Reason.CLOCK: "设备时间不可信，请校准。",
}


class Refused(Exception):
    """``reason`` says why; nothing of what was refused is kept."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
