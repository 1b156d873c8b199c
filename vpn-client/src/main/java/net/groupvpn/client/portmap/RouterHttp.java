package net.groupvpn.client.portmap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import net.groupvpn.client.http.HttpAnswer;
import net.groupvpn.client.http.HttpCall;
import net.groupvpn.client.http.OwnHttp;
import net.groupvpn.overlay.io.SocketSetup;

/** Requests to a router's web server. Each ends within {@value #ANSWER_MILLIS} ms. */
final class RouterHttp {
  static final int MAX_ANSWER_BYTES = 64 * 1_024;
  private static final long ANSWER_MILLIS = 3_000;
  private static final int OK = 200;

  /** The HTTP status of UPnP errors. */
  private static final int SOAP_ERROR = 500;

  private final OwnHttp http;

  /** {@code setup} is done to each socket first. */
  RouterHttp(SocketSetup setup) {
    http = new OwnHttp(setup, InetAddress::getAllByName, null, Duration.ofMillis(ANSWER_MILLIS));
  }

  /** Fetches a document. */
  byte[] get(URI uri) throws IOException {
    HttpAnswer response = send(HttpCall.get(uri));
    if (response.status() != OK) {
      throw new IOException("status " + response.status());
    }
    return response.body();
  }

  /** Calls an action of a service; the answer may be an error of the service. */
  SoapMessage call(IgdService service, String action, byte[] request) throws IOException {
    HttpAnswer response =
        send(
            HttpCall.post(
                service.control(),
                Map.of(
                    "Content-Type",
                    "text/xml; charset=\"utf-8\"",
                    "SOAPAction",
                    "\"" + service.type() + "#" + action + "\""),
                request));
    boolean isError = response.status() == SOAP_ERROR;
    SoapMessage answer =
        isError || response.status() == OK
            ? SoapMessage.read(response.body())
            : new SoapMessage(Map.of());
    if (response.status() != OK && answer.error() == 0) {
      throw new IOException("status " + response.status());
    }
    return answer;
  }

  private HttpAnswer send(HttpCall call) throws IOException {
    HttpAnswer whole = http.send(call, MAX_ANSWER_BYTES, Duration.ofMillis(ANSWER_MILLIS));
    if (whole.body().length > MAX_ANSWER_BYTES) {
      throw new IOException("an answer that does not end");
    }
    return whole;
  }
}
