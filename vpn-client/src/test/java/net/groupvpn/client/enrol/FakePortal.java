package net.groupvpn.client.enrol;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.enrol.PortalApi.CertificateAnswer;
import net.groupvpn.overlay.enrol.PortalApi.EnrolRequest;
import net.groupvpn.overlay.enrol.PortalApi.Refusal;
import net.groupvpn.overlay.enrol.PortalApi.RenewRequest;
import net.groupvpn.overlay.enrol.PortalApi.SyncAnswer;
import net.groupvpn.overlay.enrol.PortalApi.SyncRequest;
import net.groupvpn.overlay.identity.CertificateRequest;
import net.groupvpn.overlay.identity.GroupAuthority;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.Membership;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.policy.GroupPolicy;
import org.jspecify.annotations.Nullable;

/** A portal for one group in this process that applies the real rules. */
public final class FakePortal implements AutoCloseable {
  /** A token that is valid for one enrolment. */
  public static final String TOKEN = "token-1";

  private final ObjectMapper json = new ObjectMapper();
  private final SecureRandom random = new SecureRandom();
  private final HttpsServer server;
  private final PortalAddress address;
  private final FakeIssuer issuer;
  private final Set<String> tokens = new HashSet<>(Set.of(TOKEN));
  private final List<String> seeds = new ArrayList<>();
  private @Nullable GroupPolicy policy;
  private @Nullable GroupPolicy handedInPolicy;
  private int syncs;
  private boolean paused;
  private boolean stalled;
  private Duration timeTolerance = Duration.ofDays(10_000);
  private int fixedStatus;
  private @Nullable String fixedBody;

  private FakePortal(HttpsServer server, PortalAddress address, FakeIssuer issuer) {
    this.server = server;
    this.address = address;
    this.issuer = issuer;
  }

  /** Starts one on a free port, with a new group. */
  public static FakePortal start() throws IOException, GeneralSecurityException {
    TlsIdentity identity = TlsIdentity.create();
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
    URI base = URI.create("https://localhost:" + server.getAddress().getPort());
    FakePortal portal =
        new FakePortal(
            server,
            new PortalAddress(base, identity.fingerprint()),
            new FakeIssuer(GroupAuthority.create("office", Instant.now(), new SecureRandom())));
    server.createContext(
        PortalApi.ENROL_PATH,
        exchange -> portal.serve(exchange, EnrolRequest.class, portal::enrol));
    server.createContext(
        PortalApi.RENEW_PATH,
        exchange -> portal.serve(exchange, RenewRequest.class, portal::renew));
    server.createContext(
        PortalApi.SYNC_PATH, exchange -> portal.serve(exchange, SyncRequest.class, portal::sync));
    server.createContext(PortalApi.listPath(portal.authority().groupId()), portal::serveList);
    server.createContext(PortalApi.policyPath(portal.authority().groupId()), portal::takePolicy);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(204, -1);
          }
        });
    server.start();
    return portal;
  }

  public PortalAddress address() {
    return address;
  }

  public GroupAuthority authority() {
    return issuer.authority();
  }

  /** Makes another token valid for one enrolment. */
  public synchronized void addToken(String token) {
    tokens.add(token);
  }

  /** Names an endpoint to newcomers. */
  public synchronized void addSeed(String endpoint) {
    seeds.add(endpoint);
  }

  /** Certificates issued from now on begin at that time. */
  public synchronized void issueFrom(Instant start) {
    issuer.issueFrom(start);
  }

  /** Gives only useless answers until {@link #resume}. */
  public synchronized void pause() {
    paused = true;
  }

  /** Answers again. */
  public synchronized void resume() {
    paused = false;
  }

  /** Refuses calls of machines whose clock differs by more. */
  public synchronized void refuseTimesOff(Duration tolerance) {
    timeTolerance = tolerance;
  }

  /** Puts a certificate on the next list. */
  public synchronized void revoke(NodeCertificate certificate) {
    issuer.revoke(certificate);
  }

  /** Answers every request with this. */
  public synchronized void answerWith(int status, String body) {
    fixedStatus = status;
    fixedBody = body;
  }

  /** Starts each answer from now on, and never ends it. */
  public synchronized void stall() {
    stalled = true;
  }

  private interface Answerer<Q> {
    Object answer(Q request) throws IdentityException, PortalException;
  }

  private synchronized <Q> void serve(HttpExchange exchange, Class<Q> type, Answerer<Q> answerer)
      throws IOException {
    if (stalled) {
      exchange.sendResponseHeaders(200, 2);
      exchange.getResponseBody().write('{');
      exchange.getResponseBody().flush();
      return;
    }
    try (exchange) {
      if (fixedBody != null) {
        byte[] bytes = fixedBody.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(fixedStatus, bytes.length);
        exchange.getResponseBody().write(bytes);
        return;
      }
      if (paused) {
        exchange.sendResponseHeaders(503, -1);
        return;
      }
      Q request = json.readValue(exchange.getRequestBody(), type);
      try {
        respond(exchange, 200, answerer.answer(request));
      } catch (PortalException e) {
        respond(exchange, 403, new Refusal(e.code(), String.valueOf(e.getMessage())));
      } catch (IdentityException e) {
        respond(exchange, 400, new Refusal("bad_request", String.valueOf(e.getMessage())));
      }
    }
  }

  private void respond(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private CertificateAnswer enrol(EnrolRequest request) throws IdentityException, PortalException {
    CertificateRequest wanted = CertificateRequest.verifyPem(request.request());
    if (!tokens.remove(request.token())) {
      throw new PortalException(
          "token_used", "this group file was already used to enrol a machine");
    }
    byte[] salt = new byte[Membership.SALT_BYTES];
    random.nextBytes(salt);
    return issue(wanted, salt);
  }

  private CertificateAnswer renew(RenewRequest request) throws IdentityException, PortalException {
    NodeCertificate old = issuer.checked(request.certificate());
    byte[] der =
        Base64.getMimeDecoder().decode(request.request().replaceAll("-----[A-Z ]+-----", ""));
    if (!old.verify(der, Base64.getDecoder().decode(request.proof()))) {
      throw new PortalException("bad_proof", "the old key did not sign this");
    }
    Membership membership = old.membership();
    if (membership == null) {
      throw new PortalException("bad_request", "not a member's certificate");
    }
    return issue(CertificateRequest.verify(der), membership.salt());
  }

  private SyncAnswer sync(SyncRequest request) throws IdentityException, PortalException {
    syncs++;
    NodeCertificate node = issuer.checked(request.certificate());
    byte[] message =
        PortalApi.syncProofMessage(request.time(), request.port(), request.addresses());
    if (!node.verify(message, Base64.getDecoder().decode(request.proof()))) {
      throw new PortalException("bad_proof", "the node did not sign this");
    }
    Duration off = Duration.between(Instant.parse(request.time()), Instant.now()).abs();
    if (off.compareTo(timeTolerance) > 0) {
      throw new PortalException(PortalException.TIME_DIFFERS, "the clocks differ");
    }
    return new SyncAnswer(crl(), List.copyOf(seeds), policyText());
  }

  private CertificateAnswer issue(CertificateRequest wanted, byte[] salt) throws IdentityException {
    NodeCertificate certificate = issuer.issue(wanted, salt);
    return new CertificateAnswer(
        certificate.toPem(),
        crl(),
        List.copyOf(seeds),
        certificate.notAfter().toString(),
        policyText());
  }

  private String crl() {
    return Base64.getEncoder().encodeToString(issuer.list());
  }

  private void serveList(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      tellTag(exchange);
    } else {
      takeList(exchange);
    }
  }

  /** Whether the list differs from the one that the caller knows. */
  private synchronized void tellTag(HttpExchange exchange) throws IOException {
    try (exchange) {
      RevocationList current = RevocationList.parse(issuer.list(), authority().ca());
      String tag = PortalApi.listTag(current.number(), current.thisUpdateMillis());
      String news = PortalApi.newsPath(authority().groupId(), policyNumber());
      boolean isKnown =
          tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))
              && news.equals(exchange.getRequestURI().toString());
      exchange.sendResponseHeaders(paused ? 503 : isKnown ? 304 : 200, -1);
    } catch (IdentityException e) {
      throw new IOException(e);
    }
  }

  /** How often a machine has called for news. */
  public synchronized int syncs() {
    return syncs;
  }

  /** Accepts a list that this portal has forgotten: only its number counts here. */
  private synchronized void takeList(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] list = issuer.goBeyond(exchange.getRequestBody().readAllBytes());
      exchange.sendResponseHeaders(200, list.length);
      exchange.getResponseBody().write(list);
    } catch (IdentityException e) {
      throw new IOException(e);
    }
  }

  /** Gives this policy to members from now on; null for none. */
  public synchronized void publish(@Nullable GroupPolicy newest) {
    policy = newest;
  }

  private long policyNumber() {
    return policy == null ? 0 : policy.number();
  }

  private @Nullable String policyText() {
    return policy == null ? null : Base64.getEncoder().encodeToString(policy.encoded());
  }

  private synchronized void takePolicy(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] encoded = exchange.getRequestBody().readAllBytes();
      handedInPolicy = GroupPolicy.parse(encoded, authority().ca());
      exchange.sendResponseHeaders(204, -1);
    } catch (IdentityException e) {
      throw new IOException(e);
    }
  }

  /** The policy that was handed in last; null for none. */
  public synchronized @Nullable GroupPolicy handedInPolicy() {
    return handedInPolicy;
  }

  /** What was handed in last; null for nothing. */
  public synchronized @Nullable RevocationList handedIn() {
    return issuer.handedIn();
  }

  /** Returns to an earlier state, as after the restoration of a backup. */
  public synchronized void goBackTo(long number) {
    issuer.goBackTo(number);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
