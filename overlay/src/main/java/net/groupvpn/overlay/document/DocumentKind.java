package net.groupvpn.overlay.document;

import net.groupvpn.overlay.engine.Counter;
import net.groupvpn.overlay.engine.OverlayCounter;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.policy.GroupPolicy;

/**
 * What tells one kind of document from another on its way among members. Documents of all kinds are
 * signed by the group's CA and numbered, and the highest number is in force.
 *
 * @param channel the overlay channel of its messages
 * @param maxBytes longest document that is asked for
 * @param hasDigests whether offers carry the document's hash, so that members notice two of the
 *     same number
 * @param counts what is counted
 */
public record DocumentKind(int channel, int maxBytes, boolean hasDigests, Counts counts) {
  /** Revocation lists, DER. */
  public static final DocumentKind REVOCATIONS =
      new DocumentKind(
          3,
          RevocationList.MAX_BYTES,
          false,
          new Counts(
              OverlayCounter.CRL_RECEIVED,
              OverlayCounter.DROPPED_CRL_CONFLICT,
              OverlayCounter.DROPPED_CRL_FORGED,
              OverlayCounter.DROPPED_CRL_MALFORMED,
              OverlayCounter.DROPPED_CRL_NUMBER,
              OverlayCounter.DROPPED_CRL_PIECE,
              OverlayCounter.DROPPED_CRL_RATE,
              OverlayCounter.DROPPED_CRL_SLOW,
              OverlayCounter.DROPPED_CRL_STRANGER,
              OverlayCounter.DROPPED_CRL_UNEXPECTED));

  /** The group's policy. */
  public static final DocumentKind POLICY =
      new DocumentKind(
          4,
          GroupPolicy.MAX_BYTES,
          true,
          new Counts(
              OverlayCounter.POLICY_RECEIVED,
              OverlayCounter.DROPPED_POLICY_CONFLICT,
              OverlayCounter.DROPPED_POLICY_FORGED,
              OverlayCounter.DROPPED_POLICY_MALFORMED,
              OverlayCounter.DROPPED_POLICY_NUMBER,
              OverlayCounter.DROPPED_POLICY_PIECE,
              OverlayCounter.DROPPED_POLICY_RATE,
              OverlayCounter.DROPPED_POLICY_SLOW,
              OverlayCounter.DROPPED_POLICY_STRANGER,
              OverlayCounter.DROPPED_POLICY_UNEXPECTED));

  /**
   * What is counted of one kind.
   *
   * @param received came into force through another member
   * @param conflict signed, but another of the same number is known
   * @param forged not signed by the CA
   * @param malformed messages that say nothing
   * @param number older than its peer had claimed
   * @param piece pieces that no honest peer sends
   * @param rate questions beyond what one peer is answered
   * @param slow peers that took too long
   * @param stranger messages of peers without a session
   * @param unexpected pieces that nobody asked for, or not any more
   */
  public record Counts(
      Counter received,
      Counter conflict,
      Counter forged,
      Counter malformed,
      Counter number,
      Counter piece,
      Counter rate,
      Counter slow,
      Counter stranger,
      Counter unexpected) {}
}
