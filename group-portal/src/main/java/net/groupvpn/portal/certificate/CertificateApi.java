package net.groupvpn.portal.certificate;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.enrol.PortalApi.EnrolRequest;
import net.groupvpn.overlay.enrol.PortalApi.RenewRequest;
import net.groupvpn.overlay.enrol.PortalApi.SyncRequest;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.policy.GroupPolicy;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.group.Authorities;
import net.groupvpn.portal.group.GroupStore;
import net.groupvpn.portal.policy.Policies;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.Actor;
import net.groupvpn.portal.web.CallerAddress;
import net.groupvpn.portal.web.RequestLimiter;
import net.groupvpn.portal.web.Secrets;
import org.jooq.exception.IntegrityConstraintViolationException;

/** The API that clients call: strict JSON in, JSON out; errors carry a code and a sentence. */
public final class CertificateApi {
  // A thousand members behind one address, each of which calls every ten minutes.
  private static final int CALLS_PER_ADDRESS = 3_000;
  // The same thousand members ask every 30 s whether there is another list.
  private static final int POLLS_PER_ADDRESS = 45_000;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int HAND_INS_PER_ADDRESS = 20;
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final JsonMapper JSON = strictMapper();
  private final EnrolmentCall enrolment;
  private final Renewal renewal;
  private final Sync sync;
  private final GroupStore groups;
  private final RevocationLists lists;
  private final Policies policies;
  private final Restoration restoration;
  private final RequestLimiter limiter;
  private final RequestLimiter polls;
  private final RequestLimiter handInLimiter;

  /** What the calls use. */
  public record Parts(
      Database database,
      GroupStore groups,
      AuditStore audit,
      Authorities authorities,
      RevocationLists lists,
      Policies policies,
      Restoration restoration,
      Lifetimes lifetimes) {}

  public CertificateApi(Parts parts, Secrets secrets, Clock clock) {
    var database = parts.database();
    var nodes = new NodeStore(database);
    var issuing =
        new Issuing(
            parts.authorities(), parts.lists(), parts.policies(), nodes, parts.lifetimes(), clock);
    var caller = new Caller(database, parts.groups(), parts.authorities());
    var tools = new EnrolmentCall.CallTools(clock, secrets);
    this.enrolment = new EnrolmentCall(database, issuing, parts.lists(), parts.audit(), tools);
    this.renewal = new Renewal(database, caller, issuing, parts.lists(), parts.audit(), tools);
    this.sync = new Sync(database, caller, issuing, clock);
    this.groups = parts.groups();
    this.lists = parts.lists();
    this.policies = parts.policies();
    this.restoration = parts.restoration();
    this.handInLimiter = new RequestLimiter(HAND_INS_PER_ADDRESS, WINDOW, clock);
    this.limiter = new RequestLimiter(CALLS_PER_ADDRESS, WINDOW, clock);
    this.polls = new RequestLimiter(POLLS_PER_ADDRESS, WINDOW, clock);
  }

  public Handler enrol() {
    return call(EnrolRequest.class, enrolment::answer);
  }

  public Handler renew() {
    return call(RenewRequest.class, renewal::answer);
  }

  public Handler sync() {
    return call(SyncRequest.class, sync::answer);
  }

  /** The revocation list of one group, DER. */
  public Handler crl() {
    return context -> answer(context, polls, () -> sendListIfOther(context));
  }

  /** A list that the portal has forgotten, DER; answers with the newest one. */
  public Handler handIn() {
    return context -> answer(context, () -> sendList(context, takeOver(context)));
  }

  /** A policy that the portal has forgotten; members get the newest one with their news. */
  public Handler handInPolicy() {
    return context ->
        answer(
            context,
            () -> {
              takeOverPolicy(context);
              context.status(NO_CONTENT);
            });
  }

  /**
   * Sends nothing to a caller that knows the list already, and no body to one that only asks. Who
   * says which policy it knows is asked for both.
   */
  private void sendListIfOther(Context context) {
    var group = group(context);
    var tag = lists.currentTag(group);
    context.header("ETag", tag);
    if (tag.equals(context.header("If-None-Match")) && knowsPolicy(context, group)) {
      context.status(NOT_MODIFIED);
    } else if (!context.method().equals(HandlerType.HEAD)) {
      sendList(context, lists.current(group));
    }
  }

  private boolean knowsPolicy(Context context, long group) {
    var known = context.queryParam(PortalApi.POLICY_PARAMETER);
    return known == null || known.equals(Long.toString(policies.number(group)));
  }

  private static void sendList(Context context, byte[] list) {
    context.contentType("application/pkix-crl").result(list);
  }

  private long group(Context context) {
    return groups
        .findByGroupId(context.pathParam("groupId"))
        .orElseThrow(() -> new ApiRefusal(404, "group_unknown", "There is no such group."))
        .id();
  }

  private byte[] takeOver(Context context) {
    var address = CallerAddress.of(context);
    if (!handInLimiter.tryAcquire(CallerAddress.network(address))) {
      throw tooMany();
    }
    try (var body = context.bodyInputStream()) {
      var list = body.readNBytes(RevocationList.MAX_BYTES);
      return restoration.takeOver(group(context), list, new Actor("a member's list", address));
    } catch (IdentityException | IOException e) {
      throw ApiRefusal.malformed("This is not a revocation list of the group: " + e.getMessage());
    }
  }

  private void takeOverPolicy(Context context) {
    var address = CallerAddress.of(context);
    if (!handInLimiter.tryAcquire(CallerAddress.network(address))) {
      throw tooMany();
    }
    try (var body = context.bodyInputStream()) {
      var policy = body.readNBytes(GroupPolicy.MAX_BYTES + 1);
      policies.takeOver(group(context), policy, new Actor("a member's policy", address));
    } catch (IdentityException | IOException e) {
      throw ApiRefusal.malformed("This is not a policy of the group: " + e.getMessage());
    }
  }

  private static ApiRefusal tooMany() {
    return new ApiRefusal(429, "too_many_calls", "Too many calls. Try again in 15 minutes.");
  }

  private <T> Handler call(Class<T> type, BiFunction<T, String, ?> call) {
    return context ->
        answer(
            context,
            () -> {
              var body = parse(context.bodyAsBytes(), type);
              var answer = call.apply(body, CallerAddress.of(context));
              json(context, answer);
            });
  }

  private void answer(Context context, Runnable call) {
    answer(context, limiter, call);
  }

  private static void answer(Context context, RequestLimiter limit, Runnable call) {
    context.header("Cache-Control", "no-store");
    try {
      if (!limit.tryAcquire(CallerAddress.network(CallerAddress.of(context)))) {
        throw tooMany();
      }
      runOnce(call);
    } catch (ApiRefusal e) {
      context.status(e.status());
      json(context, Map.of("error", e.code(), "message", String.valueOf(e.getMessage())));
    }
  }

  private static void runOnce(Runnable call) {
    try {
      call.run();
    } catch (IntegrityConstraintViolationException e) {
      throw new ApiRefusal(409, "conflict", "Another call did the same at this moment. Try again.");
    }
  }

  private static void json(Context context, Object value) {
    try {
      context.contentType("application/json").result(JSON.writeValueAsBytes(value));
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T parse(byte[] body, Class<T> type) {
    if (body.length > PortalApi.MAX_REQUEST_BYTES) {
      throw new ApiRefusal(
          413,
          "too_large",
          "A call may have at most %d bytes.".formatted(PortalApi.MAX_REQUEST_BYTES));
    }
    try {
      var value = JSON.readValue(body, type);
      if (value == null) {
        throw ApiRefusal.malformed("The body is not the JSON object of this call.");
      }
      return value;
    } catch (IOException e) {
      throw ApiRefusal.malformed("The body is not the JSON object of this call.");
    }
  }

  private static JsonMapper strictMapper() {
    var mapper =
        JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    mapper
        .coercionConfigFor(LogicalType.Textual)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
    return mapper;
  }
}
