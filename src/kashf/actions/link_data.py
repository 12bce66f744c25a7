"""What is known about links: plain data, to be added to.

Parameters that only say where a click came from, services that wrap a link, services that
shorten one. Collected from the parameters that analytics and mail services add, from the open
tracking-query-params-registry, and from links as the platforms' share buttons make them.
"""

from __future__ import annotations

__all__ = ["REDIRECTS", "SHORTENERS", "TRACKING", "TRACKING_BY_HOST", "TRACKING_PREFIXES"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names are compared in lower case. A name belongs here only if no site tells contents apart by
# it; what some sites need (ref, source, id, cid, s, t, from) goes under the host.
TRACKING_PREFIXES = (
    "utm_",  # Google Analytics, and all that copied it
    "mtm_", "matomo_", "piwik_", "pk_campaign", "pk_kwd", "pk_keyword", "pk_source",  # Matomo
    "pk_medium", "pk_content", "pk_cid",
    "hsa_", "__hs", "_hs",  # HubSpot
    "itm_", "at_medium", "at_campaign", "at_custom", "at_link", "at_ptr", "at_bbc", "at_format",
    "ns_mchannel", "ns_source", "ns_campaign", "ns_linkname", "ns_fee",  # BBC, Comscore
    "fb_action_", "fb_comment_", "fb_ref", "fb_source", "__cft__", "__xts__", "__tn__",
    "oly_", "vero_", "trk_", "wt.", "wt_", "sb_referer", "guce_", "guccounter",
    "stm_", "uta_", "cm_mmc", "ga_campaign", "ga_source", "ga_medium", "yclid", "wickedid",
)  # fmt: skip

TRACKING = _names(
    # Click ids of advertisers
    "fbclid gclid gclsrc gbraid wbraid dclid gad_source gad_campaignid srsltid msclkid twclid"
    " ttclid li_fat_id igshid igsh epik rdt_cid scclid sccid irclickid irgwc tblci dicbo"
    " obclid ob_click_id awclid ysclid ymclid _openstat admitad_uid cjevent rb_clickid"
    # Analytics and mail services
    " _ga _gl _gac mc_cid mc_eid mkt_tok mkwid pcrid ef_id s_kwcid s_cid dm_i _ke _kx _bta_tid"
    " _bta_c ml_subscriber ml_subscriber_hash ck_subscriber_id bsft_clkid bsft_eid bsft_uid"
    " elqtrackid elqtrack hsctatracking _branch_match_id _branch_referrer"
    " action_object_map action_type_map action_ref_map xtor ncid cmpid cmp_id ito smid smtyp"
    " sr_share ref_src ref_url sharetype share_id sharesource mibextid wprov"
    " share_source share_medium share_from_module spm scm __twitter_impression __source"
    " amp amp_js_v amp_gsa usqp outputtype ocid taid zanpid soc_src soc_trk ftag"
    " phpsessid jsessionid aspsessionid"
)

# By registered host; a host stands for its subdomains as well.
TRACKING_BY_HOST: dict[str, frozenset[str]] = {
    host: _names(names)
    for host, names in {
        "x.com": "s t lang cxt cn refsrc src vertical ref_src",
        "youtube.com": "si feature app pp t start ab_channel embeds_referring_euri kw"
        " embeds_referring_origin source_ve_path cbrd ucbcb noapp persist_app hl gl themerefresh",
        "facebook.com": "ref refid fref hc_ref hc_location eid rdid share_url sfnsn locale paipv eav"
        " _rdc _rdr comment_id reply_comment_id notif_id notif_t acontext extid s type theater av d"
        " vh wtsid tn __tn__ app fs idorvanity funlid tracking pnref mds wa_status_inline",
        "instagram.com": "hl img_index utm_source taken-by next",
        "tiktok.com": "_r _t is_copy_url is_from_webapp sender_device sender_web_id web_id lang"
        " share_app_id share_item_id share_link_id sec_user_id user_id social_sharing source"
        " checksum tt_from u_code preview_pb timestamp language refer referer_url referer_video_id"
        " enter_method ug_btm _d share_app_name share_iid sec_uid ugbiz_name is_from_web",
        "t.me": "single comment embed mode userpic t",
        "reddit.com": "share_id context rdt sort ref ref_source st sh correlation_id post_fullname"
        " post_index ref_campaign $deep_link $3p chainedposts",
        "spotify.com": "si nd context dl_branch pi",
        "linkedin.com": "trk trackingid lipi refid rcm",
        "threads.net": "xmt slof",
        "bsky.app": "ref_src ref_url",
        "dailymotion.com": "start playlist",
        "vimeo.com": "share fl fe h autoplay",
        "vk.com": "from reply thread hash rnd",
        "theguardian.com": "cmp",
        "nytimes.com": "smid smtyp partner rss emc",
        "bbc.com": "post_type pinned_post_locator pinned_post_asset_id pinned_post_type",
        "bbc.co.uk": "post_type pinned_post_locator pinned_post_asset_id pinned_post_type",
        "aljazeera.net": "traffic_source",
        "aljazeera.com": "traffic_source",
        "telegraph.co.uk": "wt.mc_id",
        "medium.com": "source sk",
        "substack.com": "r s showwelcome triedredirect isfreemail",
        "rumble.com": "mref mrefc mc e9s",
    }.items()
}  # fmt: skip

# Host, the paths that wrap (beginning with; '' is any), and the parameters that hold the link.
REDIRECTS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    **dict.fromkeys(("l.facebook.com", "lm.facebook.com"), (("/l.php", ("u",)),)),
    "facebook.com": (
        ("/l.php", ("u",)),
        ("/flx/warn", ("u",)),
        ("/sharer", ("u",)),
        ("/share.php", ("u",)),
        ("/dialog/share", ("href",)),
        ("/plugins/video.php", ("href",)),
        ("/plugins/post.php", ("href",)),
    ),
    **dict.fromkeys(
        ("l.instagram.com", "l.messenger.com", "l.threads.net", "l.threads.com", "l.wl.co"),
        (("", ("u",)),),
    ),
    "google": (("/url", ("q", "url")),),
    "youtube.com": (("/redirect", ("q",)), ("/attribution_link", ("u",))),
    "out.reddit.com": (("", ("url",)),),
    "t.umblr.com": (("/redirect", ("z",)),),
    "vk.com": (("/away.php", ("to",)),),
    "away.vk.com": (("/away.php", ("to",)),),
    "t.me": (("/iv", ("url",)), ("/share", ("url",))),
    "x.com": (("/i/redirect", ("url",)),),
    "steamcommunity.com": (("/linkfilter", ("url", "u")),),
    "slack-redir.net": (("/link", ("url",)),),
    "duckduckgo.com": (("/l", ("uddg",)),),
    "exit.sc": (("", ("url",)),),
    "disq.us": (("/url", ("url",)),),
    "safelinks.protection.outlook.com": (("", ("url",)),),
    "linkedin.com": (("/redir/redirect", ("url",)), ("/safety/go", ("url",))),
    "bing.com": (("/amp/s", ()),),
}

# They name no publisher: no `domain` object comes of them. They can't be expanded offline.
SHORTENERS = _names(
    "t.co bit.ly j.mp bitly.com amp.gs tinyurl.com goo.gl g.co ow.ly ht.ly owl.li is.gd v.gd"
    " buff.ly dlvr.it ift.tt shorturl.at cutt.ly rebrand.ly rb.gy t.ly tiny.cc tiny.one s.id"
    " lnkd.in fb.me wp.me trib.al shr.gs soo.gd su.pr snip.ly bl.ink adf.ly ouo.io clck.ru"
    " qps.ru u.to x.gd t2m.io tr.im smarturl.it lnk.bio linktr.ee spoti.fi apple.co amzn.to"
    " a.co ebay.us flip.it bit.do mcaf.ee po.st sh.st shorte.st tr.ee urlz.fr gg.gg n9.cl"
    " acortar.link rplg.co waa.ai kutt.it short.gy surl.li ln.run dub.sh go.shr.lc"
)
