package net.groupvpn.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests that no browser makes, and forms that no page sends: they are refused and cause no
 * server error.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileHttpTest {
  private static final String EVIL = "evil.example";
  private static final int READ_MILLIS = 20_000;
  @TempDir static Path data;
  private RunningPortal portal;
  private TestBrowser owner;
  private String group;

  @BeforeAll
  void start() throws IOException {
    portal = new RunningPortal(data);
    owner = portal.setUpOwner();
    group = RunningPortal.createGroup(owner, "Office");
  }

  @AfterAll
  void stop() {
    portal.close();
  }

  /** Sends a request head unchanged, as the owner, and returns the whole answer. */
  private String raw(String requestLine, String headers) throws IOException {
    var port = URI.create(portal.url()).getPort();
    var head =
        requestLine + "\r\nConnection: close\r\nCookie: " + owner.cookie() + "\r\n" + headers;
    try (var socket = TrustingClient.context().getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(READ_MILLIS);
      var bytes = (head.replace("|", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int status(String answer) {
    assertThat(answer).startsWith("HTTP/1.1 ");
    return Integer.parseInt(answer.substring(9, 12));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUT /groups/new",
        "DELETE /groups/1",
        "PATCH /groups/1",
        "TRACE /groups",
        "OPTIONS /groups",
        "BREW /groups",
        "GET /groups/1/apply",
        "POST /groups",
        "GET /api/v1/enrol",
        "GET /portal.css/../../https.p12",
        "GET /../https.p12",
        "GET /%2e%2e/%2e%2e/etc/passwd",
        "GET /..%2f..%2fetc%2fpasswd",
        "GET /groups/..;/audit",
        "GET /portal.css%00.svg",
        "GET /%zz",
        "GET /%ff%fe",
        "GET /groups/%00",
        "GET /groups/1%00",
        "GET /groups/-1",
        "GET /groups/99999999999999999999",
        "GET /groups/1e3",
        "GET /groups/1/members/%e2%80%ae1/revoke",
        "GET /groups/1/members/99/revoke",
        "GET //evil.example/%2e%2e"
      })
  void whatIsNoPageIsRefusedWithoutAFault(String request) throws IOException {
    var answer = raw(request + " HTTP/1.1", "Host: localhost");
    assertThat(status(answer)).as(answer).isBetween(400, 499);
    assertThat(answer).doesNotContain(owner.cookie(), "Exception", "at net.groupvpn", "root:");
  }

  /** Links and redirects lead to the portal, whatever host a request names. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: localhost|X-Forwarded-Host: evil.example|X-Forwarded-Proto: http",
        "Host: localhost|Forwarded: host=evil.example",
        "Host: evil.example:99999",
        "Host: localhost|Host: evil.example",
        "Host: localhost|X-Original-URL: /audit|X-Rewrite-URL: /audit",
        "Host: a b",
        "X-None: 1"
      })
  void noHeaderMakesItLinkElsewhere(String headers) throws IOException {
    for (var path : new String[] {"/", "/groups"}) {
      var answer = raw("GET " + path + " HTTP/1.1", headers);
      assertThat(status(answer)).as(answer).isIn(200, 302, 303, 400);
      assertThat(answer).doesNotContain(EVIL);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, '{\"name\":\"Json\",\"csrf\":\"%s\"}'",
    "text/plain, 'name=Plain&csrf=%s'",
    "multipart/form-data; boundary=x, '--x|Content-Disposition: form-data; name=csrf||%s'"
  })
  void aBodyOfAnotherTypeChangesNothing(String type, String body) throws IOException {
    var sent = body.formatted(owner.csrf("/groups/new")).replace("|", "\r\n");
    var headers =
        "Host: localhost|Content-Type: %s|Content-Length: %d".formatted(type, sent.length());
    var answer = raw("POST /groups/new HTTP/1.1", headers + "\r\n\r\n" + sent);
    assertThat(status(answer)).as(answer).isBetween(400, 499);
    assertThat(owner.get("/groups").body()).doesNotContain("Plain", "Json");
  }

  @ParameterizedTest
  @CsvSource({
    "name=Twice&name=Other, sent twice",
    "name=, That did not work",
    "name=%20%20, That did not work",
    "name=Tw%0Aice, That did not work",
    "name=Tw%09ice, That did not work",
    "name=%E2%80%8Bx, cannot be seen",
    "name=%EF%BB%BFx, cannot be seen",
    "name=%C2%ADx, cannot be seen",
    "name=%E2%80%8Fx, cannot be seen",
    "name=%F0%9F, not text in UTF-8",
    "name[]=Twice, That did not work"
  })
  void aNameThatIsNotWhatItSeemsIsAProblemOfItsField(String name, String problem) {
    var fields = name + "&description=&ipv4-range=10.128.0.0%2F16&dns-suffix=office.gvpn";
    var answer = owner.postEncoded("/groups/new", "/groups/new", fields);
    assertThat(answer.status()).as(name).isEqualTo(422);
    assertThat(answer.body()).contains(problem);
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 501, 4_001, 20_000})
  void whatIsTooLongIsNeverCutInSilence(int length) {
    var text = "x".repeat(length);
    var before = owner.get("/groups").body();
    var name = "name=" + text + "&description=&ipv4-range=10.128.0.0%2F16&dns-suffix=office.gvpn";
    assertThat(owner.postEncoded("/groups/new", "/groups/new", name).status()).isEqualTo(422);
    if (length > 500) {
      var reason = portal.browser();
      RunningPortal.signUp(reason, "long-" + length);
      assertThat(reason.postEncoded(group, group + "/apply", "reason=" + text).status())
          .isEqualTo(422);
      var password = "name=other&password=" + text + "&repeated=" + text;
      assertThat(portal.browser().postEncoded("/sign-up", "/sign-up", password).status())
          .isIn(413, 422);
    }
    assertThat(owner.get("/groups").body()).isEqualTo(before);
  }
}
