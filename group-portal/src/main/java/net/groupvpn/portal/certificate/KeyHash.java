package net.groupvpn.portal.certificate;

import java.util.HexFormat;
import net.groupvpn.portal.web.Secrets;

/** SHA-256 of a SubjectPublicKeyInfo in hexadecimal. */
final class KeyHash {
  private KeyHash() {}

  static String of(byte[] spki) {
    return HexFormat.of().formatHex(Secrets.sha256(spki));
  }
}
