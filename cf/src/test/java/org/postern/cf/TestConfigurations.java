package org.postern.cf;

import java.util.LinkedHashMap;
import java.util.Map;

/// Configurations in the m4 language that between them use most of the stock rule library. `@DIR@` is a folder with
/// map files.
final class TestConfigurations {
    private static final String MAILERS = "MAILER(local)dnl\nMAILER(smtp)dnl\n";
    private static final String MAP = "text -o -k0 -v1 -z| @DIR@/";

    private TestConfigurations() {}

    static Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("plain", MAILERS);
        all.put("nullclient", "FEATURE(nullclient, `hub.oracle.test')dnl\n");
        all.put(
                "access",
                "FEATURE(access_db, `text -T<TMPF> -k0 -v1 -z| @DIR@/access')dnl\nFEATURE(blocklist_recipients)dnl\n"
                        + "FEATURE(relay_mail_from, `domain')dnl\n" + MAILERS);
        all.put(
                "accessdown",
                "FEATURE(access_db, `text -T<TMPF> -k0 -v1 -z| @DIR@/missing')dnl\nFEATURE(delay_checks, `friend')dnl\n"
                        + MAILERS);
        all.put(
                "tables",
                "FEATURE(mailertable, `" + MAP + "mailertable')dnl\nFEATURE(virtusertable, `" + MAP
                        + "virtusertable')dnl\nFEATURE(domaintable, `" + MAP
                        + "domaintable')dnl\nVIRTUSER_DOMAIN(`virt.test')dnl\n" + MAILERS);
        all.put(
                "generics",
                "FEATURE(genericstable, `" + MAP
                        + "genericstable')dnl\nGENERICS_DOMAIN(`oracle.test')dnl\nFEATURE(generics_entire_domain)dnl\n"
                        + "MASQUERADE_AS(`masq.test')dnl\nFEATURE(masquerade_envelope)dnl\n"
                        + "FEATURE(masquerade_entire_domain)dnl\nMASQUERADE_DOMAIN(`oracle.test other.test')dnl\n"
                        + "EXPOSED_USER(`root')dnl\n" + MAILERS);
        relays(all);
        others(all);
        return all;
    }

    private static void relays(Map<String, String> all) {
        all.put(
                "masquerade",
                "MASQUERADE_AS(`masq.test')dnl\nFEATURE(allmasquerade)dnl\nFEATURE(limited_masquerade)dnl\n"
                        + "MASQUERADE_DOMAIN(`limited.test')dnl\nFEATURE(always_add_domain)dnl\n"
                        + "FEATURE(local_no_masquerade)dnl\n" + MAILERS);
        all.put(
                "smarthost",
                "define(`SMART_HOST', `relay:smart.oracle.test')dnl\ndefine(`MAIL_HUB', `hub.oracle.test')dnl\n"
                        + "define(`LOCAL_RELAY', `lrelay.oracle.test')dnl\ndefine(`LUSER_RELAY', `error:5.1.1:550 no user')dnl\n"
                        + "FEATURE(stickyhost)dnl\nLOCAL_USER(`root operator')dnl\n" + MAILERS);
        all.put(
                "relaying",
                "FEATURE(relay_entire_domain)dnl\nFEATURE(relay_hosts_only)dnl\nRELAY_DOMAIN(`relay.test other.test')dnl\n"
                        + "FEATURE(accept_unresolvable_domains)dnl\nFEATURE(accept_unqualified_senders)dnl\n"
                        + "FEATURE(loose_relay_check)dnl\n" + MAILERS);
        all.put(
                "nocanonify",
                "FEATURE(nocanonify)dnl\nFEATURE(always_add_domain)dnl\nFEATURE(redirect)dnl\nFEATURE(nouucp, `reject')dnl\n"
                        + "FEATURE(use_cw_file)dnl\ndefine(`confCW_FILE', `-o @DIR@/local-host-names')dnl\n" + MAILERS);
        all.put(
                "uucp",
                "define(`UUCP_RELAY', `uucp.oracle.test')dnl\ndefine(`BITNET_RELAY', `bit.oracle.test')dnl\n"
                        + "define(`DECNET_RELAY', `dec.oracle.test')dnl\nFEATURE(preserve_local_plus_detail)dnl\n"
                        + MAILERS
                        + "MAILER(uucp)dnl\n");
        all.put("promiscuous", """
                FEATURE(promiscuous_relay)dnl
                FEATURE(local_lmtp, `/bin/true')dnl
                FEATURE(authinfo, `text -k0 -v1 -z| @DIR@/authinfo')dnl
                FEATURE(compat_check, `text -k0 -v1 -z| @DIR@/access')dnl
                MAILER(local)dnl
                MAILER(smtp)dnl
                MAILER(cyrusv2)dnl
                """);
        all.put(
                "rates",
                "FEATURE(access_db, `text -T<TMPF> -k0 -v1 -z| @DIR@/access', `skip')dnl\nFEATURE(greet_pause, `1000')dnl\n"
                        + "FEATURE(delay_checks, `friend', `n')dnl\nFEATURE(conncontrol, `nodelay', `terminate')dnl\n"
                        + "FEATURE(ratecontrol, `nodelay', `terminate')dnl\nFEATURE(lookupdotdomain)dnl\n"
                        + "FEATURE(tls_session_features)dnl\n" + MAILERS);
    }

    private static void others(Map<String, String> all) {
        all.put("mailers", """
                FEATURE(local_procmail, `/bin/true')dnl
                MAILER(local)dnl
                MAILER(smtp)dnl
                MAILER(procmail)dnl
                MAILER(usenet)dnl
                MAILER(fax)dnl
                MAILER(pop)dnl
                MAILER(phquery)dnl
                MAILER(qpage)dnl
                """);
        all.put(
                "oldroutes",
                "FEATURE(bitdomain, `" + MAP + "domaintable')dnl\nFEATURE(uucpdomain, `" + MAP
                        + "domaintable')dnl\nFEATURE(nopercenthack)dnl\nFEATURE(preserve_luser_host)dnl\n"
                        + "define(`LUSER_RELAY', `relay:luser.oracle.test')dnl\nFEATURE(notsticky)dnl\n"
                        + "FEATURE(virtusertable, `" + MAP
                        + "virtusertable')dnl\nFEATURE(virtuser_entire_domain)dnl\nVIRTUSER_DOMAIN(`virt.test')dnl\n"
                        + "define(`confSMTP_MAILER', `smtp8')dnl\n" + MAILERS);
        all.put(
                "strict",
                "FEATURE(access_db, `text -T<TMPF> -k0 -v1 -z| @DIR@/access')dnl\nFEATURE(block_bad_helo)dnl\n"
                        + "FEATURE(require_rdns)dnl\nFEATURE(relay_local_from)dnl\n"
                        + "FEATURE(use_client_ptr)dnl\nFEATURE(smrsh)dnl\n"
                        + "define(`confBIND_OPTS', `')dnl\ndefine(`confMAILER_NAME', `Mailer')dnl\n" + MAILERS);
    }

    /// The text of one configuration.
    static String mc(String body, String folder) {
        return "VERSIONID(`test')dnl\nOSTYPE(`linux')dnl\ndefine(`confDONT_PROBE_INTERFACES', `true')dnl\n"
                + "define(`ALIAS_FILE', `')dnl\n"
                + body.replace("@DIR@", folder);
    }

    /// Map files by name.
    static Map<String, String> files() {
        return Map.of(
                "access", """
                        Connect:127.0.0.9|REJECT
                        Connect:relay.test|RELAY
                        From:spammer.test|REJECT
                        From:ok@spammer.test|OK
                        From:user+detail@good.test|REJECT
                        From:plus@good.test|REJECT
                        From:anyuser@|REJECT
                        From:disc@good.test|DISCARD
                        From:err@good.test|ERROR:5.7.1:550 Go away, err
                        From:err2@good.test|ERROR:"550 5.7.9 Quoted, text  here"
                        From:quar@good.test|QUARANTINE:look at it
                        From:skip.test|SKIP
                        To:relayto.test|RELAY
                        To:blocked@mail.oracle.test|REJECT
                        To:block@|ERROR:5.2.1:550 Mailbox disabled
                        To:disc.test|DISCARD
                        plain@good.test|550 Plain text reason
                        untagged.good.test|REJECT
                        Spam:friend@mail.oracle.test|FRIEND
                        """,
                "mailertable", """
                        direct.test|esmtp:[10.0.0.1]
                        .sub.test|relay:hub.%1.test
                        host.sub.test|local:root
                        err.test|error:5.1.2:550 no such host
                        .|esmtp:fallback.test
                        """,
                "virtusertable", """
                        joe@virt.test|jane
                        list@virt.test|a@x.test
                        @virt.test|%1@real.test
                        detail+x@virt.test|det
                        plus+*@virt.test|plus%2
                        bad@virt.test|error:5.1.1:550 no such user here
                        none@virt.test|error:nouser No such user
                        """,
                "domaintable", "old.test|new.test\n",
                "genericstable", """
                        alice|alice.liddell@public.test
                        bob@oracle.test|bob@bobs.test
                        carol|carol2
                        """,
                "authinfo", "AuthInfo:smart.test|\"U:user\" \"P:secret\"\n",
                "local-host-names", "# own names\nown.test extra\nsecond.test\n");
    }
}
