package net.groupvpn.overlay.session;

import net.groupvpn.overlay.wire.CodeTable;
import net.groupvpn.overlay.wire.WireCode;

/** Why an end closes a session; a CLOSE message carries the code. */
public enum CloseReason implements WireCode {
  /** A reason unknown to this version. */
  OTHER(0, "another reason"),

  /** The node is leaving. */
  LEAVING(1, "leaving"),

  /** The peer has left all pings unanswered. */
  NO_ANSWER(2, "no answer"),

  /** No layer above wants the session. */
  NOT_NEEDED(3, "no longer needed"),

  /** The peer's network has reached its limit of sessions. */
  CROWDED_NETWORK(4, "too many sessions with this network"),

  /** The peer's certificate is no longer trusted. */
  REVOKED(5, "revoked"),

  /** All keys have become too old. */
  EXPIRED(6, "expired");

  private static final CodeTable<CloseReason> CODES = new CodeTable<>("reason", values());

  private final int code;
  private final String text;

  CloseReason(int code, String text) {
    this.code = code;
    this.text = text;
  }

  @Override
  public int code() {
    return code;
  }

  /** The reason with this code, or {@link #OTHER}. */
  static CloseReason of(int code) {
    CloseReason known = CODES.find(code);
    return known == null ? OTHER : known;
  }

  /** The text for people. */
  @Override
  public String toString() {
    return text;
  }
}
