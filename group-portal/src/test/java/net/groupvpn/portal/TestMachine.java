package net.groupvpn.portal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.group.GroupFile;
import net.groupvpn.overlay.group.GroupFileException;
import net.groupvpn.overlay.identity.CertificateRequest;
import net.groupvpn.overlay.identity.GroupCa;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.Membership;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.policy.GroupPolicy;
import org.jspecify.annotations.Nullable;

/** A member's machine as the portal's API sees it. */
final class TestMachine {
  private static final ObjectMapper JSON = new ObjectMapper();
  private TestBrowser portal;
  final NodeKey key;
  String certificate = "";
  String crl = "";
  private @Nullable GroupCa ca;

  TestMachine(RunningPortal portal) {
    this(portal.browser());
  }

  TestMachine(TestBrowser portal) {
    this(portal, NodeKey.generate(new SecureRandom()));
  }

  private TestMachine(TestBrowser portal, NodeKey key) {
    this.portal = portal;
    this.key = key;
  }

  /** A machine that was enrolled before. */
  static TestMachine known(RunningPortal portal, NodeKey key, String certificate) {
    var machine = new TestMachine(portal.browser(), key);
    machine.certificate = certificate;
    return machine;
  }

  /** The same machine, for separate calls. */
  TestMachine copy() {
    var copy = new TestMachine(portal, key);
    copy.certificate = certificate;
    copy.ca = ca;
    return copy;
  }

  /** The portal has another address now. */
  void moveTo(RunningPortal other) {
    portal = other.browser();
  }

  byte[] listBytes() {
    return Base64.getDecoder().decode(crl);
  }

  /** The policy of the last answer, verified; null if it brought none. */
  @Nullable GroupPolicy policy() {
    var text = lastAnswer.path("policy");
    try {
      return text.isTextual()
          ? GroupPolicy.parse(Base64.getDecoder().decode(text.asText()), ca())
          : null;
    } catch (IdentityException e) {
      throw new AssertionError(e);
    }
  }

  /** Hands in a policy and returns the status. */
  int handInPolicy(byte[] encoded) {
    return portal.postBytes(PortalApi.policyPath(membership().groupId()), encoded);
  }

  /** Hands in a revocation list and returns the portal's newest. */
  byte[] handIn(byte[] list) {
    return portal.exchangeBytes(PortalApi.listPath(membership().groupId()), list);
  }

  static Ticket token(String configFile) {
    var file = groupFile(configFile);
    return new Ticket(file.enrolment().token(), file.groupId(), file.ca());
  }

  /** What a client enrols with: a token, and the group that it means to join. */
  record Ticket(String token, String groupId, @Nullable GroupCa ca) {
    Ticket(String token, String groupId) {
      this(token, groupId, null);
    }
  }

  /** Reads a group file as a client does. */
  static GroupFile groupFile(String configFile) {
    try {
      return GroupFile.readEnrolled(configFile.getBytes(StandardCharsets.UTF_8));
    } catch (GroupFileException e) {
      throw new AssertionError(configFile, e);
    }
  }

  /** Enrols with a group file; returns the answer's status, with the error code if there is one. */
  String enrol(Ticket ticket) {
    ca = ticket.ca();
    return keep(
        portal.json(
            PortalApi.ENROL_PATH,
            json(
                Map.of(
                    "token",
                    ticket.token(),
                    "request",
                    CertificateRequest.createPem(key, "laptop"),
                    "port",
                    7400,
                    "addresses",
                    List.of("192.0.2.7"),
                    "group_id",
                    ticket.groupId()))));
  }

  String renew() {
    return renewWith(key, key);
  }

  /** Renews for one key with a proof by another. */
  String renewWith(NodeKey proving, NodeKey next) {
    var request = CertificateRequest.create(next, "laptop");
    var pem = CertificateRequest.createPem(next, "laptop");
    return keep(
        portal.json(
            PortalApi.RENEW_PATH,
            json(
                Map.of(
                    "certificate",
                    certificate,
                    "request",
                    pem,
                    "proof",
                    base64(proving.sign(request)),
                    "port",
                    7400,
                    "addresses",
                    List.of("192.0.2.7")))));
  }

  String sync(String time) {
    var addresses = List.of("192.0.2.8");
    return keep(
        portal.json(
            PortalApi.SYNC_PATH,
            json(
                Map.of(
                    "certificate",
                    certificate,
                    "port",
                    7401,
                    "addresses",
                    addresses,
                    "time",
                    time,
                    "proof",
                    base64(key.sign(PortalApi.syncProofMessage(time, 7401, addresses)))))));
  }

  JsonNode lastAnswer = JSON.createObjectNode();

  private String keep(TestBrowser.Answer answer) {
    lastAnswer = tree(answer.body());
    if (answer.status() != 200) {
      return lastAnswer.get("error").asText();
    }
    crl = lastAnswer.get("crl").asText();
    if (lastAnswer.has("certificate")) {
      certificate = lastAnswer.get("certificate").asText();
    }
    return "ok";
  }

  NodeCertificate parsed() {
    try {
      return NodeCertificate.parsePem(certificate);
    } catch (IdentityException e) {
      throw new AssertionError(e);
    }
  }

  GroupCa ca() {
    return Objects.requireNonNull(ca);
  }

  /** The revocation list of the last answer. */
  RevocationList list() throws IdentityException {
    return RevocationList.parse(Base64.getDecoder().decode(crl), ca());
  }

  Membership membership() {
    return Objects.requireNonNull(parsed().membership());
  }

  private static JsonNode tree(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw new AssertionError(body, e);
    }
  }

  private static String json(Map<String, ?> value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
