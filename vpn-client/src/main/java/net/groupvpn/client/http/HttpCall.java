package net.groupvpn.client.http;

import java.net.URI;
import java.util.Map;

/**
 * A request to a web server.
 *
 * @param headers besides those that every request has
 * @param body empty for none
 */
public record HttpCall(String method, URI uri, Map<String, String> headers, byte[] body) {
  public HttpCall {
    headers = Map.copyOf(headers);
  }

  /** Asks for a document. */
  public static HttpCall get(URI uri) {
    return new HttpCall("GET", uri, Map.of(), new byte[0]);
  }

  /** Asks whether there is another document than one that is known. */
  public static HttpCall head(URI uri, Map<String, String> headers) {
    return new HttpCall("HEAD", uri, headers, new byte[0]);
  }

  /** Hands something in. */
  public static HttpCall post(URI uri, Map<String, String> headers, byte[] body) {
    return new HttpCall("POST", uri, headers, body);
  }

  /** The path with the question, if there is one. */
  String target() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }
}
