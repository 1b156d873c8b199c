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
import java.util.stream.Collectors;

/** The parts of a browser that forms need: cookies, the hidden field, the Origin header. */
final class TestBrowser {
  private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
  private static final String SESSION = "__Host-groupvpn";
  private static final HttpClient CLIENT = TrustingClient.create();
  private final String url;
  private final HttpClient client;
  private final Map<String, String> cookies = new LinkedHashMap<>();

  TestBrowser(String url) {
    this(url, CLIENT);
  }

  TestBrowser(String url, HttpClient client) {
    this.url = url;
    this.client = client;
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
    return post(path, csrf, origin, new String[0], fields);
  }

  /** Sends a form with further headers, names and values alternating. */
  Answer post(String path, String csrf, String origin, String[] headers, String... fields) {
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
            .collect(Collectors.joining("&"));
    return sendBody(path, origin, body, headers);
  }

  /** Sends fields that are already encoded, with a page's token. */
  Answer postEncoded(String page, String action, String fields) {
    return sendBody(action, url, "csrf=" + encoded(csrf(page)) + "&" + fields);
  }

  private Answer sendBody(String path, String origin, String body, String... headers) {
    var request = request(path).header("Content-Type", "application/x-www-form-urlencoded");
    if (!origin.isEmpty()) {
      request.header("Origin", origin);
    }
    for (var i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return exchange(request.POST(BodyPublishers.ofString(body)));
  }

  /** A call of the API. */
  Answer json(String path, String body) {
    var request = request(path).header("Content-Type", "application/json");
    return exchange(request.POST(BodyPublishers.ofString(body)));
  }

  /** Asks whether the list with this tag is still the newest. */
  Answer head(String path, String tag) {
    return exchange(
        request(path).header("If-None-Match", tag).method("HEAD", BodyPublishers.noBody()));
  }

  byte[] bytes(String path) {
    try {
      return CLIENT.send(request(path).GET().build(), BodyHandlers.ofByteArray()).body();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Posts bytes and returns the status. */
  int postBytes(String path, byte[] body) {
    try {
      var request = request(path).POST(BodyPublishers.ofByteArray(body)).build();
      return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Posts bytes and returns bytes; empty if refused. */
  byte[] exchangeBytes(String path, byte[] body) {
    try {
      var request = request(path).POST(BodyPublishers.ofByteArray(body)).build();
      var answer = CLIENT.send(request, BodyHandlers.ofByteArray());
      return answer.statusCode() == 200 ? answer.body() : new byte[0];
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The session's cookie, {@code name=value}. */
  String cookie() {
    return SESSION + "=" + cookies.getOrDefault(SESSION, "");
  }

  void useCookie(String value) {
    keep(value);
  }

  private void keep(String cookie) {
    var at = cookie.indexOf('=');
    cookies.put(cookie.substring(0, at), cookie.substring(at + 1));
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(URI.create(url + path));
    var all =
        cookies.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? request : request.header("Cookie", all);
  }

  private Answer exchange(HttpRequest.Builder request) {
    try {
      var response = client.send(request.build(), BodyHandlers.ofString());
      response
          .headers()
          .allValues("Set-Cookie")
          .forEach(value -> keep(value.substring(0, value.indexOf(';'))));
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
