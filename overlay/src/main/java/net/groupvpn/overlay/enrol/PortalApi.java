package net.groupvpn.overlay.enrol;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The portal's interface for clients: JSON by POST. Record components have the same names as in
 * JSON. Unknown members of answers are ignored, so that a newer portal can say more; an answer
 * without a required member is rejected.
 */
public final class PortalApi {
  /** First certificate, for a token. */
  public static final String ENROL_PATH = "/api/v1/enrol";

  /** Next certificate, proved by the old key. */
  public static final String RENEW_PATH = "/api/v1/renew";

  /** News: revocation list and endpoints; the portal records that the node was seen. */
  public static final String SYNC_PATH = "/api/v1/sync";

  private static final long MILLIS_PER_SECOND = 1_000;
  private static final String GROUPS_PATH = "/api/v1/groups/";
  private static final String LIST_PATH = "/crl";
  private static final String POLICY_PATH = "/policy";

  /** The parameter of {@link #newsPath}. */
  public static final String POLICY_PARAMETER = "policy";

  /** Longest request with JSON, bytes. */
  public static final int MAX_REQUEST_BYTES = 16 * 1_024;

  /** Longest answer, bytes: a full revocation list and a policy in Base64 and some more. */
  public static final int MAX_ANSWER_BYTES = 2 * 1_024 * 1_024;

  /** Most of its own addresses that a node sends. */
  public static final int MAX_ADDRESSES = 16;

  /** Most endpoints in an answer. */
  public static final int MAX_SEEDS = 32;

  private PortalApi() {}

  /**
   * Asks for a first certificate.
   *
   * @param token from the group file; valid for one use
   * @param request PKCS#10 request, PEM
   * @param port UDP port that the node listens on
   * @param addresses the node's own numeric addresses
   * @param groupId the group that the client means to join; a token of another one is refused
   *     without being used up
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record EnrolRequest(
      String token,
      String request,
      int port,
      List<String> addresses,
      @JsonProperty("group_id") String groupId) {}

  /**
   * Asks for the next certificate.
   *
   * @param certificate the old one, PEM; may have expired up to 90 days ago
   * @param request PKCS#10 request, PEM, for the same or a new key
   * @param proof Base64 of the old key's signature over the request's DER
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record RenewRequest(
      String certificate, String request, String proof, int port, List<String> addresses) {}

  /**
   * Asks for news.
   *
   * @param certificate the node's, PEM
   * @param time ISO instant of the request
   * @param proof Base64 of the node's signature over {@link #syncProofMessage}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SyncRequest(
      String certificate, int port, List<String> addresses, String time, String proof) {}

  /**
   * Answers enrolment and renewal.
   *
   * @param certificate PEM
   * @param crl newest revocation list, Base64 of DER
   * @param seeds {@code address:port} of members seen lately
   * @param notAfter ISO instant at which the certificate ends
   * @param policy the group's newest policy, Base64; null if there is none
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record CertificateAnswer(
      String certificate,
      String crl,
      List<String> seeds,
      @JsonProperty("not_after") @Nullable String notAfter,
      @Nullable String policy) {
    public CertificateAnswer {
      Objects.requireNonNull(certificate, "certificate");
      Objects.requireNonNull(crl, "crl");
      seeds = List.copyOf(seeds);
    }
  }

  /**
   * Answers a request for news.
   *
   * @param crl newest revocation list, Base64 of DER
   * @param seeds {@code address:port} of members seen lately
   * @param policy the group's newest policy, Base64; null if there is none
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record SyncAnswer(String crl, List<String> seeds, @Nullable String policy) {
    public SyncAnswer {
      Objects.requireNonNull(crl, "crl");
      seeds = List.copyOf(seeds);
    }
  }

  /**
   * A refusal, with a 4xx status.
   *
   * @param error for programs: {@code token_used}, {@code token_unknown}, {@code revoked}, ...
   * @param message for people: what happened and what to do
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Refusal(String error, String message) {
    public Refusal {
      Objects.requireNonNull(error, "error");
      Objects.requireNonNull(message, "message");
    }
  }

  /**
   * The path of a group's revocation list. GET fetches it. POST hands in one that the portal has
   * forgotten, and answers with a newer one that contains all of it. Both are DER; the signature of
   * the group's CA is the only proof, and enough.
   */
  public static String listPath(String groupId) {
    return GROUPS_PATH + groupId + LIST_PATH;
  }

  /**
   * Names a revocation list in HTTP's ETag and If-None-Match (RFC 9110 8.8.3): by HEAD, a member
   * asks whether the portal's list differs from its own. The time is needed because a portal
   * restored from a backup makes another list with an old number.
   *
   * @param thisUpdateMillis when the list was made, wall time; only whole seconds count
   */
  public static String listTag(long number, long thisUpdateMillis) {
    return "\"" + number + "-" + Math.floorDiv(thisUpdateMillis, MILLIS_PER_SECOND) + "\"";
  }

  /** Whether a request to a path may carry a whole revocation list. */
  public static boolean isListPath(String path) {
    return path.startsWith(GROUPS_PATH) && path.endsWith(LIST_PATH);
  }

  /**
   * Where a member asks, by HEAD, whether there is any news: another revocation list than the one
   * that its If-None-Match names, or another policy. One question for both keeps idle members
   * cheap.
   *
   * @param policyNumber of the policy that the member knows; 0 for none
   */
  public static String newsPath(String groupId, long policyNumber) {
    return listPath(groupId) + "?" + POLICY_PARAMETER + "=" + policyNumber;
  }

  /**
   * Where a member hands in, by POST, a policy that the portal has forgotten. The signature of the
   * group's CA is all the proof there is or need be. Nothing is answered: a policy names members
   * and their networks, so that only members are given it, with {@link #SYNC_PATH}.
   */
  public static String policyPath(String groupId) {
    return GROUPS_PATH + groupId + POLICY_PATH;
  }

  /** Whether a request to a path may bring a whole policy. */
  public static boolean isPolicyPath(String path) {
    return path.startsWith(GROUPS_PATH) && path.endsWith(POLICY_PATH);
  }

  /** The message that the proof of a {@link SyncRequest} signs. */
  public static byte[] syncProofMessage(String time, int port, List<String> addresses) {
    String text = "groupvpn sync\n" + time + "\n" + port + "\n" + String.join(",", addresses);
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
