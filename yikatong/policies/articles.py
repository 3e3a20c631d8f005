"""Citations of the rules that hold whatever a region sets, for refusals, screens and the guide.

A quotation is a short passage of the document itself; it is empty where we have not read the text.
"""

from functools import partial

from yikatong.policies.documents import document
from yikatong.policies.ruling import Source


def _cite(code: str, clause: str, quote: str = "") -> Source:
    return Source(document(code), clause, quote)


_national = partial(_cite, "national_guide")
_answers = partial(_cite, "national_answers")
_shaanxi = partial(_cite, "shaanxi_guide")
_agency = partial(_cite, "agency_regulation")
_privacy = partial(_cite, "personal_information_law")


# National guide, questions 1 to 9
NATIONAL_LOSS = _national("问1", "如果社保卡不慎丢失，千万不要慌，要及时挂失")
NATIONAL_FORMAL_LOSS = _national("问1", "或者持有效身份证件，分别到社保卡服务机构和社保卡服务银行网点")
NATIONAL_FOUND_AGAIN = _national("问1", "如果后来找到了社保卡，再办理解挂即可")
NATIONAL_RENEWAL = _national("问2", "持卡人可在社保卡有效期满前六十日申请换领")
NATIONAL_CONSENT = _national("问2", "经持卡人同意后制发新卡")
NATIONAL_ASK_ISSUER = _national("问2", "具体服务方式可咨询发卡地的12333服务热线")
NATIONAL_SEALED = _national("问3", "代表社保卡的社保功能还未启用")
NATIONAL_COLLECT_FIRST = _national("问3", "持卡人首先应确认是否已领取社保卡")
NATIONAL_PAYING_UNAFFECTED = _national("问3", "社保卡未领取或未启用不影响社保缴费业务的正常办理")
NATIONAL_ECARD_STANDING = _national("问4", "实体卡临时挂失、挂失时，电子社保卡服务经本人授权可使用")
NATIONAL_FUNDS_SAFE = _national("问5", "由于损坏等原因进行社保卡换发的，账户资金不会损失")
NATIONAL_FUNDS_MOVED = _national("问5", "按照个人意愿取出或者由银行进行新老账户的资金转移操作")
NATIONAL_BANK_RULES = _national("问6", "金融功能的管理，根据银行有关规定执行")
NATIONAL_ONE_CARD = _national("问7", "社保卡已基本做到省内一人一卡，省内社保关系转移无需换卡")
NATIONAL_NEW_CARD = _national("问7", "社保关系进行跨省转移的，目前需要进行换发社保卡")
NATIONAL_ACROSS_PROVINCES = _national("问7", "社保卡申领、启用、补换、临时挂失等服务事项的跨省通办")
NATIONAL_SEVERAL_CARDS = _national("问8", "您手中的多张社保卡需要首先确认卡的应用状态")
NATIONAL_CLOSE_AT_COUNTER = _national("问8", "到合作银行网点进行临柜注销操作")
NATIONAL_NO_BENEFITS = _national("问8", "如无此类情况，可去当地社保卡服务机构网点申请此卡的注销")
NATIONAL_STATUS = _national("问8", "社保卡应用状态查询可通过电子社保卡")
NATIONAL_ECARD_ISSUE = _national("问9", "申领条件是持卡人已经领取实体社保卡，且实体社保卡未注销")

# National answers on pension qualification and the labour contract
ANSWERS_CERTIFICATION = _answers("“如何进行领取养老金资格认证”一节", "社会保险经办机构以静默认证为主")
ANSWERS_NOT_STOPPED = _answers("“养老金领取资格认证”一节", "实际上这些说法都是不对的")
ANSWERS_GAPS = _answers("“养老保险断缴了”一节", "养老保险出现断缴，不会清零缴纳额和参保记录")
ANSWERS_DOUBLE_WAGE = _answers("“书面劳动合同能补签吗”一节", "应当向劳动者每月支付两倍的工资")
ANSWERS_EVIDENCE = _answers("“如何证明劳动关系”一节", "项的有关凭证由用人单位负举证责任")

# Shaanxi guide, by section
SHAANXI_APPLY = _shaanxi("“社会保障卡如何申领”一节", "应提供个人信息和符合标准的电子照片")
SHAANXI_PROGRESS = _shaanxi("“查询制卡进度”一节", "可由本人或单位按照各市流程办理申领")
SHAANXI_ISSUING_PHASE = _shaanxi("“如何领取”一节", "即表示已进入发卡阶段，持卡人应按照各市发卡流程领取")
SHAANXI_COLLECT = _shaanxi("“如何领取”一节", "回制卡地领取或委托代理人领取")
SHAANXI_TWO_PINS = _shaanxi("“社保卡怎么激活”一节", "社保卡有两个密码，分别为社保密码和银行密码")
SHAANXI_ACTIVATE_ACCOUNT = _shaanxi("“社保卡怎么激活”一节", "在社保卡发卡银行网点激活金融功能")
SHAANXI_SEPARATE_LOSS = _shaanxi("“如何挂失补办”一节", "口头挂失必须对社保功能与金融功能分别挂失")
SHAANXI_LAPSE = _shaanxi("“如何挂失补办”一节", "超过有效时限自动解挂")
SHAANXI_FORMAL_LOSS = _shaanxi("“如何挂失补办”一节", "正式挂失不能撤销，原卡作废，同时办理补卡")
SHAANXI_PIN_RESET = _shaanxi("“忘记密码如何重置”一节", "代理人携带双方有效证件到社保卡服务网点办理密码重置")
SHAANXI_BANK_PIN = _shaanxi("“忘记密码如何重置”一节", "金融功能的密码重置按照发卡银行的相关规定办理")
SHAANXI_CANCEL = _shaanxi("“社保卡如何注销”一节", "因参保关系转出省外或死亡、失踪等被注销户籍的")
SHAANXI_FUNDS_FIRST = _shaanxi("“社保卡如何注销”一节", "须妥善处理卡内社保和金融账户资金")
SHAANXI_CARD_DESTROYED = _shaanxi("“社保卡如何注销”一节", "由银行收回社保卡并销毁")
SHAANXI_ECARD_ONE_TO_ONE = _shaanxi("“什么是电子社保卡”一节", "与实体社保卡一一对应、唯一映射")
SHAANXI_ECARD_VOID = _shaanxi("“电子社保卡能否继续使用”一节", "实体卡不可用，电子社保卡也不可用")
SHAANXI_ECARD_REISSUE = _shaanxi("“电子社保卡能否继续使用”一节", "解除关联后，重新申领电子社保卡")

# Social insurance law, agency regulation
CITIZEN_NUMBER = _cite("social_insurance_law", "第五十八条第三款", "个人社会保障号码为公民身份号码")
AGENCY_REGISTRATION = _agency("第六条第二款", "以公民身份号码作为社会保障号码，取得社会保障卡")
AGENCY_TEN_DAYS = _agency("第六条第二款", "应当自收到申请之日起10个工作日内办理完毕")
AGENCY_CARD = _agency("第七条第一款", "包括实体社会保障卡和电子社会保障卡")
AGENCY_SHARING = _agency("第八条", "户口登记、迁移、注销等信息与社会保险经办机构共享")
AGENCY_CERTIFICATION = _agency("第二十六条第一款", "应当通过信息比对、自助认证等方式")
AGENCY_CHANNELS = _agency("第二十九条", "也可以到社会保险经办窗口现场办理")
AGENCY_AID = _agency("第三十条", "采用授权代办、上门服务等方式，为老年人、残疾人等特殊群体提供便利")
AGENCY_MATERIALS = _agency("第三十一条", "应当有法律、法规和国务院决定依据")
AGENCY_FREE_QUERY = _agency("第三十二条", "免费向用人单位和个人提供查询核对")
AGENCY_GRADED_REVIEW = _agency("第三十七条", "对重点业务、高风险业务分级审核")
AGENCY_RECORD = _agency("第三十八条", "记录业务经办过程")
AGENCY_SECRECY = _agency("第四十九条", "依法保护用人单位和个人的信息，不得以任何形式泄露")
AGENCY_FINANCIAL = _agency("第六十二条", "社会保障卡加载金融功能")

# Personal information, faces, accessibility
CONSENT = _privacy("第十四条第一款", "该同意应当由个人在充分知情的前提下自愿、明确作出")
CONSENT_WITHDRAWN = _privacy("第十五条第一款", "个人有权撤回其同意")
AUTOMATED_DECISION = _privacy("第二十四条第三款", "个人有权要求个人信息处理者予以说明")
SENSITIVE = _privacy("第二十八条第一款", "不满十四周岁未成年人的个人信息")
SEPARATE_CONSENT = _privacy("第二十九条", "处理敏感个人信息应当取得个人的单独同意")
PARENTAL_CONSENT = _privacy("第三十一条第一款", "应当取得未成年人的父母或者其他监护人的同意")
FACE_ALTERNATIVE = _cite("face_recognition_rules", "第十条", "不得将人脸识别技术作为唯一验证方式")
HUMAN_SERVICE = _cite("accessibility_law", "第三十九条", "保留现场指导、人工办理等传统服务方式")

# Who acts for whom
CIVIL_AGENCY = _cite("civil_code", "第一百六十五条")
CIVIL_MAJORITY = _cite("civil_code", "第十七条")

# Labour contract
LABOUR_CONTRACT_IN_WRITING = _cite("labour_contract_law", "第十条第二款")
LABOUR_DOUBLE_WAGE = _cite("labour_contract_law", "第八十二条第一款")
LABOUR_WITHIN_YEAR = _cite("labour_contract_regulation", "第六条")
LABOUR_FULL_YEAR = _cite("labour_contract_regulation", "第七条")
LABOUR_RELATION = _cite("labour_relation_notice", "第一条、第二条")
LABOUR_TIME_LIMIT = _cite("labour_arbitration_law", "第二十七条")

# Standards
CITIZEN_NUMBER_FORM = _cite("citizen_number_standard", "号码的结构和表示形式")
ID_PHOTO = _cite("id_photo_standard", "图像要求")
