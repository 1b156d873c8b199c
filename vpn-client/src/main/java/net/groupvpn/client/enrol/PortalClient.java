package net.groupvpn.client.enrol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import net.groupvpn.client.http.HttpAnswer;
import net.groupvpn.client.http.HttpCall;
import net.groupvpn.client.http.OwnHttp;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.enrol.PortalApi.CertificateAnswer;
import net.groupvpn.overlay.enrol.PortalApi.EnrolRequest;
import net.groupvpn.overlay.enrol.PortalApi.Refusal;
import net.groupvpn.overlay.enrol.PortalApi.RenewRequest;
import net.groupvpn.overlay.enrol.PortalApi.SyncAnswer;
import net.groupvpn.overlay.enrol.PortalApi.SyncRequest;
import net.groupvpn.overlay.io.SocketSetup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Talks to one portal over TLS 1.2 or newer, pinned to its certificate. Calls block for up to half
 * a minute. Each throws {@link IOException} if the portal cannot be reached now, and {@link
 * PortalException} if it refuses or is not the portal.
 */
public final class PortalClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SECOND_TRY_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(PortalClient.class);
  private static final int NOT_MODIFIED = 304;
  private static final int FIRST_ERROR = 400;
  private static final int TOO_MANY_CALLS = 429;
  private static final int FIRST_SERVER_ERROR = 500;

  private final ObjectMapper json = new ObjectMapper();
  private final PortalAddress portal;
  private final Duration answerTimeout;
  private volatile Consumer<Instant> timeListener = time -> {};
  private final SocketSetup sockets;
  private final OwnHttp.Names names;
  private @Nullable OwnHttp http;

  /** Does not connect yet. */
  public PortalClient(PortalAddress portal) {
    this(portal, ANSWER_TIMEOUT);
  }

  /**
   * The same with sockets that are prepared first, and names that are looked up by {@code names}.
   */
  public PortalClient(PortalAddress portal, SocketSetup sockets, OwnHttp.Names names) {
    this(portal, ANSWER_TIMEOUT, sockets, names);
  }

  PortalClient(PortalAddress portal, Duration answerTimeout) {
    this(portal, answerTimeout, SocketSetup.NONE, InetAddress::getAllByName);
  }

  private PortalClient(
      PortalAddress portal, Duration answerTimeout, SocketSetup sockets, OwnHttp.Names names) {
    this.portal = portal;
    this.answerTimeout = answerTimeout;
    this.sockets = sockets;
    this.names = names;
  }

  /** Made when first needed: it costs a tenth of a start, and the device need not wait for it. */
  private synchronized OwnHttp http() {
    if (http == null) {
      http = new OwnHttp(sockets, names, context(portal.fingerprint()), CONNECT_TIMEOUT);
    }
    return http;
  }

  /** {@code listener} gets the portal's time with each of its answers. */
  public void onTime(Consumer<Instant> listener) {
    timeListener = listener;
  }

  /** Asks only for the time, which the listener gets. */
  public void askTime() throws IOException, PortalException {
    send(HttpCall.get(portal.base()));
  }

  /** Gets a first certificate for a token. */
  public CertificateAnswer enrol(EnrolRequest request) throws IOException, PortalException {
    return post(PortalApi.ENROL_PATH, request, CertificateAnswer.class);
  }

  /** Gets the next certificate. */
  public CertificateAnswer renew(RenewRequest request) throws IOException, PortalException {
    return post(PortalApi.RENEW_PATH, request, CertificateAnswer.class);
  }

  /** Gets news. */
  public SyncAnswer sync(SyncRequest request) throws IOException, PortalException {
    return post(PortalApi.SYNC_PATH, request, SyncAnswer.class);
  }

  /**
   * Asks whether the portal's revocation list or policy differs; costs the portal almost nothing.
   *
   * @param tag tag of the known list, by {@link PortalApi#listTag}
   * @param policyNumber number of the known policy; 0 for none
   */
  public boolean hasOther(String groupId, String tag, long policyNumber)
      throws IOException, PortalException {
    URI news = portal.base().resolve(PortalApi.newsPath(groupId, policyNumber));
    return send(HttpCall.head(news, Map.of("If-None-Match", tag))).status() != NOT_MODIFIED;
  }

  /**
   * Hands in a revocation list that the portal has forgotten.
   *
   * @param list DER
   * @return the portal's newest list after that, DER
   */
  public byte[] handIn(String groupId, byte[] list) throws IOException, PortalException {
    return exchange(PortalApi.listPath(groupId), "application/pkix-crl", list);
  }

  /** Hands in a policy that the portal has forgotten. */
  public void handInPolicy(String groupId, byte[] policy) throws IOException, PortalException {
    exchange(PortalApi.policyPath(groupId), "application/octet-stream", policy);
  }

  private <A> A post(String path, Object body, Class<A> type) throws IOException, PortalException {
    return parse(exchange(path, "application/json", json.writeValueAsBytes(body)), type);
  }

  private byte[] exchange(String path, String contentType, byte[] body)
      throws IOException, PortalException {
    URI where = portal.base().resolve(path);
    HttpAnswer response = send(HttpCall.post(where, Map.of("Content-Type", contentType), body));
    byte[] answer = response.body();
    if (response.status() >= FIRST_SERVER_ERROR || response.status() == TOO_MANY_CALLS) {
      throw new IOException("the portal answered with status " + response.status());
    }
    if (answer.length > PortalApi.MAX_ANSWER_BYTES) {
      throw new PortalException(PortalException.BAD_ANSWER, "the portal's answer does not end");
    }
    if (response.status() >= FIRST_ERROR) {
      Refusal refusal = parse(answer, Refusal.class);
      throw new PortalException(refusal.error(), refusal.message());
    }
    return answer;
  }

  private HttpAnswer send(HttpCall call) throws IOException, PortalException {
    try {
      HttpAnswer response = http().send(call, PortalApi.MAX_ANSWER_BYTES, answerTimeout);
      noteTime(response);
      return response;
    } catch (ClosedByInterruptException e) {
      throw new IOException("interrupted", e);
    } catch (SocketTimeoutException e) {
      throw unreachable("no whole answer within " + answerTimeout.toSeconds() + " s", e);
    } catch (IOException e) {
      throwIfWrongPortal(e);
      throw unreachable(reason(e), e);
    }
  }

  private void noteTime(HttpAnswer response) {
    @Nullable String date = response.header("Date");
    try {
      if (date != null) {
        timeListener.accept(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
      }
    } catch (DateTimeException e) {
      LOG.debug("the portal's Date header is invalid: {}", date);
    }
  }

  private IOException unreachable(String reason, Throwable cause) {
    return new IOException("the portal " + portal.base() + " cannot be reached: " + reason, cause);
  }

  private void throwIfWrongPortal(Throwable problem) throws PortalException {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof PinnedCertificate.MismatchException mismatch) {
        String text =
            "the portal at %s shows the certificate %s, but the group file says %s: somebody may"
                + " be in between, or the portal was set up again; download the group file again";
        throw new PortalException(
            PortalException.WRONG_PORTAL,
            text.formatted(portal.base(), mismatch.shown(), portal.fingerprint()));
      }
    }
  }

  private String reason(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return "it does not speak TLS as a portal does: " + cause.getMessage();
      }
    }
    @Nullable String plain = PlainReason.of(portal.base(), SECOND_TRY_TIMEOUT, sockets, names);
    @Nullable String message = problem.getMessage();
    String fallback = message == null ? "the connection broke" : message;
    return plain == null ? fallback : plain;
  }

  private <A> A parse(byte[] answer, Class<A> type) throws IOException, PortalException {
    @Nullable A read = null;
    try {
      read = json.readValue(answer, type);
    } catch (JsonProcessingException e) {
      // Reported below, like the answer null.
    }
    if (read == null) {
      throw new PortalException(
          PortalException.BAD_ANSWER,
          portal.base() + " does not answer as a portal does; is the address right?");
    }
    return read;
  }

  private static SSLContext context(String fingerprint) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          null, new TrustManager[] {new PinnedCertificate(fingerprint)}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }
}
