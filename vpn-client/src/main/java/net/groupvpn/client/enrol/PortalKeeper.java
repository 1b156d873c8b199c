package net.groupvpn.client.enrol;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.groupvpn.overlay.identity.NodeCertificate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps in touch with the portal: asks on the group's interval whether there is another revocation
 * list, calls when there is, and else at every twentieth turn, for endpoints; gets a new
 * certificate from half of its life on. Failures are logged once each time they change, and tried
 * again for ever. Only the portal's word that this node is revoked ends it. Own thread.
 */
public final class PortalKeeper implements AutoCloseable {
  /** {@link #state} before the portal has answered or failed to. */
  public static final String NOT_ASKED = "not asked yet";

  /** A first TLS connection is a third of a start's work; joining the group goes before it. */
  private static final long FIRST_MILLIS = 1_000;

  private static final String IN_TOUCH = "in touch";
  private static final int TURNS_PER_CALL = 20;
  private static final int PERCENT = 100;
  private static final int SPREAD_PERCENT = 20;

  private static final Logger LOG = LoggerFactory.getLogger(PortalKeeper.class);

  private final Enrolment enrolment;
  private final Supplier<OwnEndpoint> self;
  private final Duration interval;
  private final Clock clock;
  private final Listener listener;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread keeper = new Thread(task, "portal");
            keeper.setDaemon(true);
            return keeper;
          });

  private volatile NodeCertificate certificate;
  private Instant renewalNotBefore = Instant.MIN;
  private int renewalFailures;
  private int turnsSinceCall;
  private volatile Contact contact = new Contact(NOT_ASKED, null, Instant.EPOCH);

  /**
   * How it stands with the portal.
   *
   * @param state a few words, stable
   * @param reason why it is not in touch, or null
   * @param since when it began to be so
   */
  public record Contact(String state, @Nullable String reason, Instant since) {}

  /** Told about what the portal said; on the keeper's thread. */
  public interface Listener {
    /** A newer revocation list is in force. */
    void onRevocationList();

    /** The portal answered; it may have told of further peers, which are remembered by now. */
    default void onContact() {}

    /** A new certificate is kept; handshakes from now on should use it. */
    void onCertificate(NodeCertificate certificate);

    /** The portal says that this node is no longer a member. */
    void onRevoked(String message);
  }

  /**
   * Makes one; {@link #start} starts it.
   *
   * @param interval how often to ask for news, more or less
   */
  public PortalKeeper(
      Enrolment enrolment,
      NodeCertificate certificate,
      Supplier<OwnEndpoint> self,
      Duration interval,
      Clock clock,
      Listener listener) {
    this.enrolment = enrolment;
    this.certificate = certificate;
    this.self = self;
    this.interval = interval;
    this.clock = clock;
    this.listener = listener;
  }

  /** Asks soon, then again and again. */
  public void start() {
    long millis = spread(interval.toMillis());
    var unused =
        thread.scheduleWithFixedDelay(this::turn, FIRST_MILLIS, millis, TimeUnit.MILLISECONDS);
  }

  /** Members that start together, after an outage for example, do not go on asking together. */
  private static long spread(long millis) {
    int percent = PERCENT - SPREAD_PERCENT + new SecureRandom().nextInt(2 * SPREAD_PERCENT + 1);
    return Math.max(1, millis * percent / PERCENT);
  }

  /** Until when the newest certificate is good. */
  public Instant notAfter() {
    return certificate.notAfter();
  }

  /** How it stands with the portal, in a few words. */
  public String state() {
    return contact.state;
  }

  /** How it stands with the portal. */
  public Contact contact() {
    return contact;
  }

  /**
   * Calls if there is a reason to; if the portal answered, renews if it is time. While the portal
   * is away no renewal is tried, so none is put off: after an outage every member renews at its
   * first contact.
   */
  void turn() {
    try {
      turnsSinceCall++;
      if (isCallDue() && sync() && isRenewalDue()) {
        renew();
      }
    } catch (RuntimeException e) {
      // Without this the executor would stop the schedule without a word.
      LOG.error("keeping in touch with the portal failed; will go on", e);
    }
  }

  private boolean isCallDue() {
    return turnsSinceCall >= TURNS_PER_CALL
        || !contact.state.equals(IN_TOUCH)
        || isRenewalDue()
        || hasNews();
  }

  private boolean hasNews() {
    try {
      return enrolment.hasNews();
    } catch (IOException | PortalException e) {
      // The call that follows fails as well, and says why.
      LOG.debug("the portal does not say whether there is news", e);
      return true;
    }
  }

  private boolean isRenewalDue() {
    Instant now = clock.instant();
    Instant notBefore = Instant.ofEpochMilli(certificate.notBeforeMillis());
    return !now.isBefore(RenewalPolicy.due(notBefore, certificate.notAfter()))
        && !(now.isBefore(renewalNotBefore) && isNear(now, renewalNotBefore));
  }

  /** A time that is farther off was set by a clock that was wrong. */
  private static boolean isNear(Instant now, Instant later) {
    return Duration.between(now, later).compareTo(RenewalPolicy.LONGEST_WAIT) <= 0;
  }

  private void renew() {
    try {
      certificate = enrolment.renew(certificate, self.get());
      renewalFailures = 0;
      // Whatever the clocks say, one renewal is enough for now.
      renewalNotBefore = clock.instant().plus(RenewalPolicy.LONGEST_WAIT);
      LOG.info("the certificate is renewed until {}", certificate.notAfter());
      listener.onCertificate(certificate);
    } catch (IOException e) {
      renewalFailed(e.getMessage());
    } catch (PortalException e) {
      renewalFailed(e.getMessage());
      endIfRevoked(e);
    }
  }

  private void renewalFailed(@Nullable String reason) {
    renewalFailures++;
    Duration wait = RenewalPolicy.backOff(renewalFailures);
    renewalNotBefore = clock.instant().plus(wait);
    LOG.warn(
        "renewing the certificate, good until {}, failed: {}; next try in {} s",
        certificate.notAfter(),
        reason,
        wait.toSeconds());
  }

  /** Whether the portal answered and still knows this member. */
  private boolean sync() {
    try {
      syncInTime();
      turnsSinceCall = 0;
      contactIs(IN_TOUCH, null);
      listener.onContact();
      return true;
    } catch (IOException e) {
      contactIs("cannot be reached", e.getMessage());
      return false;
    } catch (PortalException e) {
      contactIs("refuses", e.getMessage());
      return !endIfRevoked(e);
    }
  }

  private void syncInTime() throws IOException, PortalException {
    boolean isNew;
    try {
      isNew = enrolment.sync(certificate, self.get(), clock.instant().toString());
    } catch (PortalException e) {
      if (!e.code().equals(PortalException.TIME_DIFFERS)) {
        throw e;
      }
      // Its refusal has told the clock what time it is.
      isNew = enrolment.sync(certificate, self.get(), clock.instant().toString());
    }
    if (isNew) {
      LOG.info("a newer revocation list is in force");
      listener.onRevocationList();
    }
  }

  private void contactIs(String state, @Nullable String reason) {
    Contact before = contact;
    boolean isSame = before.state.equals(state);
    if (!isSame && reason != null) {
      LOG.warn("no news from the portal: {}; the network goes on without it", reason);
    }
    contact = new Contact(state, reason, isSame ? before.since : clock.instant());
  }

  private boolean endIfRevoked(PortalException refusal) {
    boolean isRevoked = refusal.code().equals(PortalException.REVOKED);
    if (isRevoked) {
      listener.onRevoked(String.valueOf(refusal.getMessage()));
      thread.shutdown();
    }
    return isRevoked;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
