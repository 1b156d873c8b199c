package net.groupvpn.portal.certificate;

import java.util.HexFormat;
import net.groupvpn.overlay.identity.NodeCertificate;

/** The values that tie a machine to its key, all in hexadecimal. */
record NodeKeys(String nodeId, String spkiHash, String salt) {
  static NodeKeys of(NodeCertificate certificate, byte[] salt) {
    return new NodeKeys(
        certificate.identity().nodeId().toHex(),
        certificate.identity().keyHash(),
        HexFormat.of().formatHex(salt));
  }
}
