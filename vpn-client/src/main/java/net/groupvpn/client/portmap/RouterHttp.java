package net.groupvpn.client.portmap;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.groupvpn.client.http.LimitedBody;
import org.jspecify.annotations.Nullable;

/** Requests to a router's web server. Each ends within {@value #ANSWER_MILLIS} ms. */
final class RouterHttp {
  static final int MAX_ANSWER_BYTES = 64 * 1_024;
  private static final long ANSWER_MILLIS = 3_000;
  private static final int OK = 200;

  /** The HTTP status of UPnP errors. */
  private static final int SOAP_ERROR = 500;

  private @Nullable HttpClient client;

  /** Made when first needed: most routers understand an earlier protocol. */
  private HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(Duration.ofMillis(ANSWER_MILLIS))
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(HttpClient.Builder.NO_PROXY)
              .build();
    }
    return client;
  }

  /** Fetches a document. */
  byte[] get(URI uri) throws IOException {
    HttpResponse<byte[]> response = send(HttpRequest.newBuilder(uri).GET().build());
    if (response.statusCode() != OK) {
      throw new IOException("status " + response.statusCode());
    }
    return response.body();
  }

  /** Calls an action of a service; the answer may be an error of the service. */
  SoapMessage call(IgdService service, String action, byte[] request) throws IOException {
    HttpResponse<byte[]> response =
        send(
            HttpRequest.newBuilder(service.control())
                .header("Content-Type", "text/xml; charset=\"utf-8\"")
                .header("SOAPAction", "\"" + service.type() + "#" + action + "\"")
                .POST(BodyPublishers.ofByteArray(request))
                .build());
    boolean isError = response.statusCode() == SOAP_ERROR;
    SoapMessage answer =
        isError || response.statusCode() == OK
            ? SoapMessage.read(response.body())
            : new SoapMessage(Map.of());
    if (response.statusCode() != OK && answer.error() == 0) {
      throw new IOException("status " + response.statusCode());
    }
    return answer;
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client().sendAsync(request, header -> new LimitedBody(MAX_ANSWER_BYTES));
    try {
      HttpResponse<byte[]> whole = answer.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
      if (whole.body().length > MAX_ANSWER_BYTES) {
        throw new IOException("an answer that does not end");
      }
      return whole;
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no whole answer within " + ANSWER_MILLIS + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }
}
