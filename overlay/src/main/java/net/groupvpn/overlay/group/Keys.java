package net.groupvpn.overlay.group;

import java.util.List;

/** The keys of a group file, in the order in which they are written. */
final class Keys {
  static final String FORMAT = "format";
  static final String PORTAL = "portal";
  static final String PORTAL_FINGERPRINT = "portal_fingerprint";
  static final String GROUP_ID = "group_id";
  static final String GROUP_NAME = "group_name";
  static final String CA = "ca";
  static final String SECRET = "secret";
  static final String IPV4_RANGE = "ipv4_range";
  static final String DNS_SUFFIX = "dns_suffix";
  static final String SEEDS = "seeds";
  static final String TOKEN = "token";
  static final String EXPIRES = "expires";
  static final String CRL_INTERVAL_SECONDS = "crl_interval_seconds";
  static final String SIGNATURE = "signature";

  static final String FINGERPRINT_PREFIX = "sha256:";

  static final List<String> ALL =
      List.of(
          FORMAT,
          PORTAL,
          PORTAL_FINGERPRINT,
          GROUP_ID,
          GROUP_NAME,
          CA,
          SECRET,
          IPV4_RANGE,
          DNS_SUFFIX,
          SEEDS,
          TOKEN,
          EXPIRES,
          CRL_INTERVAL_SECONDS,
          SIGNATURE);

  private Keys() {}
}
