"""The typed name of every number or switch that card services ask of a region.

C1-C28 are the points on which the national guides, the Shaanxi guide and local notices disagree; each level's
values, with their sources, are in ``values/*.yaml``. None means "this level leaves it open".
"""

from collections.abc import Mapping

from yikatong.policies.parameter import (
    Parameter,
    day,
    flag,
    flag_or_unsaid,
    hours,
    names,
    one_of,
    some_of,
    text,
    text_or_unsaid,
    whole,
    whole_or_unsaid,
)

CHANNELS = {
    "portal": "网上服务平台",
    "desk": "社保卡服务网点",
    "hotline": "12333热线",
    "bank": "社保卡服务银行",
    "kiosk": "自助机",
    "field": "上门服务",
    "partner": "定点医院药店",
}
VENUES = {"desk": "社保卡服务网点", "bank": "发卡银行网点"}
CANCEL_GROUNDS = {
    "no_local_services": "不再持卡享受当地公共服务（多卡清理）",
    "left_province": "参保关系转出省外",
    "deceased": "死亡并被注销户籍",
    "missing": "失踪等并被注销户籍",
}
STAGES = {
    "personalised": "密钥加载与质检完成",
    "province_released": "省厅已下发",
    "city_received": "市级已接收",
    "ready": "网点待领取",
}
OLD_CARD_ENDS = {"made": "新卡制成时", "collected": "新卡领取时", "enabled": "新卡启用时"}
LOSS_DAYS_COUNTED = {"from_the_moment": "自挂失时刻起每24小时为一天", "to_day_end": "至最后一天的24时"}
TRANSFER = {"new_card": "须换发新卡", "keep_card": "不必换卡"}
TRANSFER_STEPS = {"bind_employee_medical_insurance": "职工医保办理绑定"}
FEE = {"0": "免费"}
NEEDED = ("需要", "不需要")
MAY = ("可以", "不可以")

# Temporary loss (C2 how long, C5 where, C6 what it is called)
temporary_loss_days = whole_or_unsaid("temporary_loss_days", "临时挂失有效期", "天")
temporary_loss_days_counted = one_of("temporary_loss_days_counted", "临时挂失天数的算法", LOSS_DAYS_COUNTED)
temporary_loss_extendable = flag("temporary_loss_extendable", "临时挂失到期前延长", *MAY)
temporary_loss_label = text("temporary_loss_label", "临时挂失的当地叫法")
temporary_loss_channels_social = some_of("temporary_loss_channels_social", "社保功能临时挂失渠道", CHANNELS)
temporary_loss_channels_financial = some_of("temporary_loss_channels_financial", "金融功能临时挂失渠道", CHANNELS)
temporary_loss_by_agent = flag_or_unsaid("temporary_loss_by_agent", "代他人临时挂失")

# Formal loss (C1 whether it can be lifted, C3 where and how far it reaches, C4 whether a replacement opens)
formal_loss_liftable = flag("formal_loss_liftable", "正式挂失后解挂", *MAY)
formal_loss_lift_channels = some_of("formal_loss_lift_channels", "正式挂失解挂渠道", CHANNELS)
formal_loss_venues_social = some_of("formal_loss_venues_social", "社保功能正式挂失地点", VENUES)
formal_loss_venues_financial = some_of("formal_loss_venues_financial", "金融功能正式挂失地点", VENUES)
formal_loss_covers_whole_card = flag("formal_loss_covers_whole_card", "正式挂失一次覆盖整卡")
formal_loss_opens_replacement = flag("formal_loss_opens_replacement", "正式挂失同时办理补卡")
formal_loss_by_agent = flag_or_unsaid("formal_loss_by_agent", "代他人正式挂失")

# Lifting a temporary loss (C1)
lift_channels = some_of("lift_channels", "临时挂失解挂渠道", CHANNELS)
lift_by_agent = flag_or_unsaid("lift_by_agent", "代他人解挂")

# Enabling the social function, activating the account (C13)
enable_channels = some_of("enable_channels", "社保功能启用渠道", CHANNELS)
enable_requires_pin_change = flag("enable_requires_pin_change", "启用时修改初始密码", *NEEDED)
enable_by_agent = flag_or_unsaid("enable_by_agent", "代他人启用社保功能")
account_activation_in_person = flag("account_activation_in_person", "金融功能本人到发卡银行网点激活", *NEEDED)

# The social PIN (C13 initial PIN, C14 reset)
initial_pin = text_or_unsaid("initial_pin", "社保初始密码")
pin_digits = whole("pin_digits", "社保密码位数", "位", least=4)
pin_tries_max = whole("pin_tries_max", "社保密码连续输错上限", "次")
pin_change_channels = some_of("pin_change_channels", "社保密码修改渠道", CHANNELS)
pin_reset_channels = some_of("pin_reset_channels", "社保密码重置渠道", CHANNELS)
pin_reset_by_agent = flag_or_unsaid("pin_reset_by_agent", "代他人重置社保密码")
unlock_channels = some_of("unlock_channels", "社保功能解锁渠道", CHANNELS)
unlock_requires_new_pin = flag("unlock_requires_new_pin", "解锁时设置新密码", *NEEDED)

# Renewal and replacement (C4, C15)
renewal_window_days = whole("renewal_window_days", "到期换领提前天数", "天")
renewal_channels = some_of("renewal_channels", "换领渠道", CHANNELS)
replacement_requires_formal_loss = flag("replacement_requires_formal_loss", "补领前正式挂失", *NEEDED)
replacement_channels = some_of("replacement_channels", "补领渠道", CHANNELS)
old_card_ends_on_replacement = one_of("old_card_ends_on_replacement", "补领后原卡注销时点", OLD_CARD_ENDS)
old_card_ends_on_renewal = one_of("old_card_ends_on_renewal", "换领后原卡注销时点", OLD_CARD_ENDS)
account_number_may_change = flag("account_number_may_change", "补换卡后银行账号可能变化")
instant_issue_offered = flag("instant_issue_offered", "立等可取", "提供", "不提供")
temporary_card_offered = flag("temporary_card_offered", "临时社保卡", "提供", "不提供")

# Cancelling (C16 grounds, C17 channels and agents, C18 order)
cancel_grounds = some_of("cancel_grounds", "社保功能注销情形", CANCEL_GROUNDS)
cancel_channels = some_of("cancel_channels", "社保功能注销渠道", CHANNELS)
cancel_by_agent = flag_or_unsaid("cancel_by_agent", "代他人注销")
cancel_social_first = flag("cancel_social_first", "先注销社保功能再注销金融功能")
cancel_funds_settled_first = flag("cancel_funds_settled_first", "注销前处理完卡内资金", *NEEDED)

# Applying
apply_channels = some_of("apply_channels", "申领渠道", CHANNELS)
apply_while_card_in_province = flag("apply_while_card_in_province", "省内已有有效卡时再申领", *MAY)
apply_requires_local_tie = flag("apply_requires_local_tie", "在本地参保或有本地户籍方可申领")
apply_alone_age_years = whole("apply_alone_age_years", "可自行网上申领的最低年龄", "周岁")
application_working_days = whole("application_working_days", "申领办结时限", "个工作日")
batch_rows_max = whole("batch_rows_max", "单位批量申领每批人数上限", "人")
card_valid_years = whole("card_valid_years", "社保卡有效期", "年")

# Collecting (C19 appointment, C20 agent)
issuing_phase_from = one_of("issuing_phase_from", "发卡阶段起点", STAGES)
collect_appointment_required = flag("collect_appointment_required", "领卡预约", *NEEDED)
collect_by_agent = flag_or_unsaid("collect_by_agent", "代他人领卡")
collect_agent_letter_required = flag("collect_agent_letter_required", "代领人出示委托书", *NEEDED)
collect_only_where_made = flag("collect_only_where_made", "只能在制卡地领卡")
collect_by_mail_offered = flag("collect_by_mail_offered", "邮寄领卡", "提供", "不提供")

# The photo (C23: the places differ on the file's size)
photo_width_px = whole("photo_width_px", "照片宽度", "像素")
photo_height_px = whole("photo_height_px", "照片高度", "像素")
photo_bytes_min = whole("photo_bytes_min", "照片文件下限", "字节")
photo_bytes_max = whole("photo_bytes_max", "照片文件上限", "字节")
photo_background_mean_min = whole("photo_background_mean_min", "照片背景平均亮度下限（0至255）")
photo_background_deviation_max = whole("photo_background_deviation_max", "照片背景亮度标准差上限")
photo_clothing_contrast_min = whole("photo_clothing_contrast_min", "衣着与背景亮度差下限")
photo_sharpness_min = whole("photo_sharpness_min", "照片清晰度下限（拉普拉斯方差）")
photo_exposure_min = whole("photo_exposure_min", "照片平均亮度下限（0至255）")
photo_exposure_max = whole("photo_exposure_max", "照片平均亮度上限（0至255）")
photo_age_months_max = whole("photo_age_months_max", "照片拍摄时间不早于", "个月前")
photo_reuse_years = whole_or_unsaid("photo_reuse_years", "沿用原照片的年限", "年")

# Fees (C24)
first_card_fee_yuan = whole_or_unsaid("first_card_fee_yuan", "首次申领费用", "元", 0, FEE)
replacement_fee_yuan = whole_or_unsaid("replacement_fee_yuan", "补领费用", "元", 0, FEE)
renewal_fee_yuan = whole_or_unsaid("renewal_fee_yuan", "换领费用", "元", 0, FEE)

# Money and the bank
benefits_list_closes_on_day = whole("benefits_list_closes_on_day", "次月待遇发放名单每月截止日", "日")
bank_answer_hours = whole("bank_answer_hours", "银行回执时限", "小时")

# Moving (C21 across provinces, C22 inside one)
cross_province_transfer = one_of("cross_province_transfer", "社保关系跨省转移后", TRANSFER)
transfer_extra_steps = some_of("transfer_extra_steps", "省内转移后另需办理", TRANSFER_STEPS)

# Mandates, appointments, where to ask (C28 the places name different channels)
mandate_days_max = whole("mandate_days_max", "委托最长有效期", "天")
appointment_days_ahead_max = whole("appointment_days_ahead_max", "可提前预约天数", "天")
appointment_slots_per_half_hour = whole("appointment_slots_per_half_hour", "每半小时可预约人数", "人")
appointment_online_channels = names("appointment_online_channels", "领卡预约的线上渠道")
hotline_number = text("hotline_number", "咨询电话")
online_channels = names("online_channels", "线上服务渠道")

# Home visits
visit_age_years = whole("visit_age_years", "高龄上门服务的起始年龄", "周岁")
visit_days_ahead_max = whole("visit_days_ahead_max", "上门服务可提前预约天数", "天")
visit_record_days_max = whole("visit_record_days_max", "上门记录最迟补传天数", "天")
visit_kept_hours = whole("visit_kept_hours", "上门名单在工作手机上的保留时长", "小时")

# Telling holders
sms_offered = flag("sms_offered", "业务短信", "发送", "不发送")
quiet_hours = hours("quiet_hours", "短信免打扰时段")
collect_reminder_days = whole("collect_reminder_days", "制卡后多久未领发提醒", "天")

# The electronic card is ruled elsewhere; applying for a card only needs to know if one comes with it (C12)
ecard_sync_from = day("ecard_sync_from", "申领第三代卡时同步申领电子社保卡的起始日")

PARAMETERS: Mapping[str, Parameter[object]] = {
    found.code: found for found in list(globals().values()) if isinstance(found, Parameter)
}
