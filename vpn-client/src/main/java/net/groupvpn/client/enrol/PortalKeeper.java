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
 * Keeps in touch with the portal. At the group's interval it asks whether there is another
 * revocation list, and calls if there is; every twentieth time it calls anyway, for endpoints. From
 * half of a certificate's life on it gets a new one. It logs a failure once, until the failure
 * changes, and retries without end. It ends only if the portal says that this node is revoked. Own
 * thread.
 */
public final class PortalKeeper implements AutoCloseable {
  /** {@link #state} before the portal has answered or a call has failed. */
  public static final String NOT_ASKED = "not asked yet";

  /** A first TLS connection is a third of a start's work; joining the group goes first. */
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
   * The state of the contact with the portal.
   *
   * @param state a few words, stable
   * @param reason why it is not in touch, or null
   * @param since when this state began
   */
  public record Contact(String state, @Nullable String reason, Instant since) {}

  /** Hears the portal's news; on the keeper's thread. */
  public interface Listener {
    /** A newer revocation list is in force. */
    void onRevocationList();

    /** The portal answered; it may have named further peers, which are stored by now. */
    default void onContact() {}

    /** A new certificate is stored; later handshakes should use it. */
    void onCertificate(NodeCertificate certificate);

    /** The portal says that this node is no longer a member. */
    void onRevoked(String message);
  }

  /**
   * Makes one; {@link #start} starts it.
   *
   * @param interval approximate interval between requests for news
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

  /** Starts to ask soon, then repeatedly. */
  public void start() {
    long millis = spread(interval.toMillis());
    var unused =
        thread.scheduleWithFixedDelay(this::turn, FIRST_MILLIS, millis, TimeUnit.MILLISECONDS);
  }

  /**
   * Members that start together, for example after an outage, must not keep asking at the same
   * time.
   */
  private static long spread(long millis) {
    int percent = PERCENT - SPREAD_PERCENT + new SecureRandom().nextInt(2 * SPREAD_PERCENT + 1);
    return Math.max(1, millis * percent / PERCENT);
  }

  /** When the newest certificate ends. */
  public Instant notAfter() {
    return certificate.notAfter();
  }

  /** The state of the contact, in a few words. */
  public String state() {
    return contact.state;
  }

  /** The state of the contact. */
  public Contact contact() {
    return contact;
  }

  /**
   * Calls if there is a reason to. If the portal answered, renews when due. While the portal is
   * away no renewal is tried, so none is postponed: after an outage every member renews at its
   * first contact.
   */
  void turn() {
    try {
      turnsSinceCall++;
      if (isCallDue() && sync() && isRenewalDue()) {
        renew();
      }
    } catch (RuntimeException e) {
      // Without this the executor would silently stop the schedule.
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
      // The call that follows fails as well, and reports why.
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

  /** A later time was set by a clock that was wrong. */
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

  /** Whether the portal answered and still accepts this member. */
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
      // The refusal has told the clock the portal's time.
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
