package net.groupvpn.portal.group;

/** A group's secrets: its CA in PEM, certificate and key, and the secret of its group files. */
public record GroupKeys(String caCertificate, String caKey, String secret) {
  /** Without the keys. */
  @Override
  public String toString() {
    return "GroupKeys";
  }
}
