package net.groupvpn.client.enrol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import net.groupvpn.client.http.LimitedBody;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.enrol.PortalApi.CertificateAnswer;
import net.groupvpn.overlay.enrol.PortalApi.EnrolRequest;
import net.groupvpn.overlay.enrol.PortalApi.Refusal;
import net.groupvpn.overlay.enrol.PortalApi.RenewRequest;
import net.groupvpn.overlay.enrol.PortalApi.SyncAnswer;
import net.groupvpn.overlay.enrol.PortalApi.SyncRequest;
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
  private @Nullable HttpClient http;

  /** Does not connect yet. */
  public PortalClient(PortalAddress portal) {
    this(portal, ANSWER_TIMEOUT);
  }

  PortalClient(PortalAddress portal, Duration answerTimeout) {
    this.portal = portal;
    this.answerTimeout = answerTimeout;
  }

  /** Made when first needed: it costs a tenth of a start, and the device need not wait for it. */
  private synchronized HttpClient http() {
    if (http == null) {
      SSLParameters parameters = new SSLParameters();
      parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .sslContext(context(portal.fingerprint()))
              .sslParameters(parameters)
              .build();
    }
    return http;
  }

  /** {@code listener} gets the portal's time with each of its answers. */
  public void onTime(Consumer<Instant> listener) {
    timeListener = listener;
  }

  /** Asks only for the time, which the listener gets. */
  public void askTime() throws IOException, PortalException {
    send(HttpRequest.newBuilder(portal.base()).GET().build());
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
   * Asks whether the portal's revocation list differs; costs the portal almost nothing.
   *
   * @param tag tag of the known list, by {@link PortalApi#listTag}
   */
  public boolean hasOtherList(String groupId, String tag) throws IOException, PortalException {
    HttpRequest request =
        HttpRequest.newBuilder(portal.base().resolve(PortalApi.listPath(groupId)))
            .header("If-None-Match", tag)
            .method("HEAD", BodyPublishers.noBody())
            .build();
    return send(request).statusCode() != NOT_MODIFIED;
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

  private <A> A post(String path, Object body, Class<A> type) throws IOException, PortalException {
    return parse(exchange(path, "application/json", json.writeValueAsBytes(body)), type);
  }

  private byte[] exchange(String path, String contentType, byte[] body)
      throws IOException, PortalException {
    HttpRequest request =
        HttpRequest.newBuilder(portal.base().resolve(path))
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = send(request);
    byte[] answer = response.body();
    if (response.statusCode() >= FIRST_SERVER_ERROR || response.statusCode() == TOO_MANY_CALLS) {
      throw new IOException("the portal answered with status " + response.statusCode());
    }
    if (answer.length > PortalApi.MAX_ANSWER_BYTES) {
      throw new PortalException(PortalException.BAD_ANSWER, "the portal's answer does not end");
    }
    if (response.statusCode() >= FIRST_ERROR) {
      Refusal refusal = parse(answer, Refusal.class);
      throw new PortalException(refusal.error(), refusal.message());
    }
    return answer;
  }

  /** The request's own time limit ends with the header: a body that stalls would block forever. */
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, PortalException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http().sendAsync(request, header -> new LimitedBody(PortalApi.MAX_ANSWER_BYTES));
    try {
      HttpResponse<byte[]> response = answer.get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
      noteTime(response);
      return response;
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw unreachable("no whole answer within " + answerTimeout.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throwIfWrongPortal(cause);
      throw unreachable(reason(cause), e);
    }
  }

  private void noteTime(HttpResponse<byte[]> response) {
    @Nullable String date = response.headers().firstValue("Date").orElse(null);
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
    @Nullable String plain = PlainReason.of(portal.base(), SECOND_TRY_TIMEOUT);
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
