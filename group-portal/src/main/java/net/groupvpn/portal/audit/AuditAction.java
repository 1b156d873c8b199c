package net.groupvpn.portal.audit;

/** Everything that is logged. The names are stored, so do not rename them. */
public enum AuditAction {
  OWNER_SET_UP("set up the portal"),
  SIGNED_UP("signed up"),
  LOGGED_IN("logged in"),
  LOGIN_REFUSED("login refused"),
  LOGGED_OUT("logged out"),
  PASSWORD_RESET("reset the password of"),
  GROUP_CREATED("created the group"),
  APPLIED("applied to join"),
  APPROVED("approved"),
  DENIED("denied"),
  CONFIG_DOWNLOADED("downloaded a group file for"),
  LEFT("left the group"),
  REVOKED("revoked"),
  REVOKED_AGAIN("revoked again, as the restored database had forgotten it,"),
  MACHINE_ENROLLED("enrolled the machine"),
  CERTIFICATE_RENEWED("renewed the certificate of"),
  KEY_CHANGED("changed the key of"),
  GATEWAY_ALLOWED("allowed as a gateway"),
  GATEWAY_FORBIDDEN("no longer allowed as a gateway"),
  SUBNET_ALLOWED("allowed the subnet"),
  SUBNET_FORBIDDEN("no longer allowed the subnet"),
  RESERVED("reserved"),
  RESERVATION_ENDED("no longer reserved"),
  POLICY_TAKEN_OVER("took over, as the restored database had forgotten it, policy");

  private final String words;

  AuditAction(String words) {
    this.words = words;
  }

  /** The text for people, followed by the subject. */
  public String words() {
    return words;
  }
}
