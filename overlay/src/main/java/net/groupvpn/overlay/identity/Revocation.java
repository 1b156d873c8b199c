package net.groupvpn.overlay.identity;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * One line of a revocation list.
 *
 * @param serial the certificate's serial number, hexadecimal
 * @param keyHash SHA-256 of the revoked SubjectPublicKeyInfo, 64 hexadecimal digits: with it every
 *     certificate of that key is revoked
 * @param reason why
 * @param time when it was revoked, to the second
 */
public record Revocation(String serial, String keyHash, Reason reason, Instant time) {
  private static final int KEY_HASH_DIGITS = 64;

  public Revocation {
    if (HexFormat.of().parseHex(keyHash).length * 2 != KEY_HASH_DIGITS) {
      throw new IllegalArgumentException("not a SHA-256 hash: " + keyHash);
    }
  }

  /** Reasons that the portal gives (RFC 5280 5.3.1). */
  public enum Reason {
    UNSPECIFIED(0),
    KEY_COMPROMISE(1),
    AFFILIATION_CHANGED(3),
    SUPERSEDED(4),
    CESSATION_OF_OPERATION(5),
    PRIVILEGE_WITHDRAWN(9);

    private final int code;

    Reason(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    /** The reason with this code; {@link #UNSPECIFIED} for codes that the portal does not use. */
    public static Reason ofCode(int code) {
      return Arrays.stream(values())
          .filter(reason -> reason.code == code)
          .findFirst()
          .orElse(UNSPECIFIED);
    }
  }
}
