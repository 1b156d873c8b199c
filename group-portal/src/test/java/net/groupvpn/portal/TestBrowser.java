package net.groupvpn.portal;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** As much of a browser as forms need: one cookie, the hidden field, the Origin header. */
final class TestBrowser {
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final HttpClient CLIENT = TrustingClient.create();
  private final String url;
  private String cookie = "";

  TestBrowser(String url) {
    this.url = url;
  }

  record Answer(int status, String body, String location, HttpResponse<String> raw) {
    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  Answer get(String path) {
    return exchange(request(path).GET());
  }

  /** Loads a form and sends it to its own path. */
  Answer send(String path, String... fields) {
    return sendFrom(path, path, fields);
  }

  /** Loads a page and sends one of its forms, with the page's token, to the form's action. */
  Answer sendFrom(String page, String action, String... fields) {
    return post(action, csrf(page), url, fields);
  }

  String csrf(String page) {
    var match = CSRF.matcher(get(page).body());
    return match.find() ? match.group(1) : "";
  }

  Answer post(String path, String csrf, String origin, String... fields) {
    Map<String, String> form = new LinkedHashMap<>();
    if (!csrf.isEmpty()) {
      form.put("csrf", csrf);
    }
    for (var i = 0; i < fields.length; i += 2) {
      form.put(fields[i], fields[i + 1]);
    }
    var body =
        form.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .reduce((a, b) -> a + "&" + b)
            .orElse("");
    var request = request(path).header("Content-Type", "application/x-www-form-urlencoded");
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    return exchange(request.POST(BodyPublishers.ofString(body)));
  }

  /** A call of the API. */
  Answer json(String path, String body) {
    var request = request(path).header("Content-Type", "application/json");
    return exchange(request.POST(BodyPublishers.ofString(body)));
  }

  byte[] bytes(String path) {
    try {
      return CLIENT.send(request(path).GET().build(), BodyHandlers.ofByteArray()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String cookie() {
    return cookie;
  }

  void useCookie(String value) {
    cookie = value;
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(url + path));
    return cookie.isEmpty() ? request : request.header("Cookie", cookie);
  }

  private Answer exchange(HttpRequest.Builder request) {
    try {
      var response = CLIENT.send(request.build(), BodyHandlers.ofString());
      response
          .headers()
          .allValues("Set-Cookie")
          .forEach(value -> cookie = value.substring(0, value.indexOf(';')));
      var location = response.headers().firstValue("Location").orElse("");
      return new Answer(response.statusCode(), response.body(), location, response);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
