package net.groupvpn.lab.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** One person at the portal, with their own cookies. Single-threaded. */
public final class Visitor {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final URI portal;
  private final HttpClient http;

  /** {@code fingerprint} of the portal's certificate: {@code sha256:} and 64 hexadecimal digits. */
  public Visitor(URI portal, String fingerprint) {
    this.portal = portal;
    this.http =
        HttpClient.newBuilder()
            .sslContext(PinnedTls.context(fingerprint))
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(LIMIT)
            .build();
  }

  /** Opens a page; the answer must be 200. */
  public Document open(String path) {
    return page(send(HttpRequest.newBuilder(portal.resolve(path)).timeout(LIMIT).GET().build()));
  }

  /**
   * Fills in and sends the form of {@code page} whose action ends with {@code action}, with its
   * hidden fields, as a browser does. Returns the next page.
   */
  public Document submit(Document page, String action, Map<String, String> fields) {
    return page(send(post(page, action, fields)));
  }

  /** The same for a form whose answer is a file; returns its bytes. */
  public byte[] download(Document page, String action, Map<String, String> fields) {
    return send(post(page, action, fields)).body();
  }

  private HttpRequest post(Document page, String action, Map<String, String> fields) {
    Element form =
        page.select("form[method=post]").stream()
            .filter(candidate -> candidate.attr("action").endsWith(action))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no form for " + action + " on " + page.location() + ":\n" + page.text()));
    Map<String, String> all = new LinkedHashMap<>();
    for (Element hidden : form.select("input[type=hidden]")) {
      all.put(hidden.attr("name"), hidden.attr("value"));
    }
    for (String name : fields.keySet()) {
      if (form.select("[name=" + name + "]").isEmpty()) {
        throw new IllegalStateException("the form for " + action + " has no field " + name);
      }
    }
    all.putAll(fields);
    String body =
        all.entrySet().stream()
            .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(URI.create(page.location()).resolve(form.attr("action")))
        .timeout(LIMIT)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Origin", portal.getScheme() + "://" + portal.getAuthority())
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<byte[]> send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(
            "%s %s answered %d: %s"
                .formatted(
                    request.method(), request.uri(), response.statusCode(), page(response).text()));
      }
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Document page(HttpResponse<byte[]> response) {
    return Jsoup.parse(
        new String(response.body(), StandardCharsets.UTF_8), response.uri().toString());
  }
}
