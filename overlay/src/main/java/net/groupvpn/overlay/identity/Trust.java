package net.groupvpn.overlay.identity;

import java.util.OptionalInt;
import net.groupvpn.overlay.security.PeerIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes a realm admits. Two questions: the first is costly and its answer never changes; the
 * second is cheap and is asked repeatedly. Thread-safe.
 */
public interface Trust {
  /** Why the certificate was never issued for this realm, or null if it was. Costly. */
  @Nullable String refusalOfIssue(NodeCertificate certificate);

  /**
   * Why an issued certificate is not accepted now, or null if it is. Cheap.
   *
   * @param notBeforeMillis start of its validity; {@link Long#MIN_VALUE} if that was checked before
   * @param wallMillis the present wall time
   */
  @Nullable String refusalNow(PeerIdentity identity, long notBeforeMillis, long wallMillis);

  /** How many members the realm has, as its CA last signed it; empty if it never did. Cheap. */
  default OptionalInt groupMembers() {
    return OptionalInt.empty();
  }

  /** Both questions. Costly. */
  default @Nullable String refusal(NodeCertificate certificate, long wallMillis) {
    String refusal = refusalOfIssue(certificate);
    return refusal != null
        ? refusal
        : refusalNow(certificate.identity(), certificate.notBeforeMillis(), wallMillis);
  }
}
