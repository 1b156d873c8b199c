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
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
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

/**
 * Talks to one portal, TLS 1.2 or newer, pinned to its certificate. Calls block up to half a
 * minute. Each throws {@link IOException} when the portal cannot be reached now, and {@link
 * PortalException} when it said no or is not the portal.
 */
public final class PortalClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int FIRST_ERROR = 400;
  private static final int TOO_MANY_CALLS = 429;
  private static final int FIRST_SERVER_ERROR = 500;

  private final ObjectMapper json = new ObjectMapper();
  private final PortalAddress portal;
  private final Duration answerTimeout;
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

  private <A> A post(String path, Object body, Class<A> type) throws IOException, PortalException {
    HttpRequest request =
        HttpRequest.newBuilder(portal.base().resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
            .build();
    HttpResponse<byte[]> response = send(request);
    byte[] answer = response.body();
    if (response.statusCode() >= FIRST_SERVER_ERROR || response.statusCode() == TOO_MANY_CALLS) {
      throw new IOException("the portal answered with status " + response.statusCode());
    }
    if (answer.length > PortalApi.MAX_ANSWER_BYTES) {
      throw new PortalException(PortalException.BAD_ANSWER, "the portal's answer has no end");
    }
    if (response.statusCode() >= FIRST_ERROR) {
      Refusal refusal = parse(answer, Refusal.class);
      throw new PortalException(refusal.error(), refusal.message());
    }
    return parse(answer, type);
  }

  /** The request's own time limit would end with the header: a body that stops would hang us. */
  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, PortalException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http().sendAsync(request, header -> new LimitedBody(PortalApi.MAX_ANSWER_BYTES));
    try {
      return answer.get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
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

  private IOException unreachable(String reason, Throwable cause) {
    return new IOException("the portal " + portal.base() + " cannot be reached: " + reason, cause);
  }

  private void throwIfWrongPortal(Throwable problem) throws PortalException {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof PinnedCertificate.MismatchException mismatch) {
        String text =
            "the portal at %s shows the certificate %s, but the group file says %s: somebody may"
                + " be in between, or the portal was set up anew; download the group file again";
        throw new PortalException(
            PortalException.WRONG_PORTAL,
            text.formatted(portal.base(), mismatch.shown(), portal.fingerprint()));
      }
    }
  }

  private static String reason(Throwable problem) {
    @Nullable String message = problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : message;
  }

  private <A> A parse(byte[] answer, Class<A> type) throws IOException, PortalException {
    @Nullable A read = null;
    try {
      read = json.readValue(answer, type);
    } catch (JsonProcessingException e) {
      // Told below, like the answer null.
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
