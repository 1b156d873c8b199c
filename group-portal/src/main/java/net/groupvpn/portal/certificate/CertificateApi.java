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
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiFunction;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.enrol.PortalApi.EnrolRequest;
import net.groupvpn.overlay.enrol.PortalApi.RenewRequest;
import net.groupvpn.overlay.enrol.PortalApi.SyncRequest;
import net.groupvpn.portal.audit.AuditStore;
import net.groupvpn.portal.group.GroupStore;
import net.groupvpn.portal.store.Database;
import net.groupvpn.portal.web.CallerAddress;
import net.groupvpn.portal.web.RateLimiter;
import net.groupvpn.portal.web.Secrets;

/** The API that clients call: strict JSON in, JSON out; errors carry a code and a sentence. */
public final class CertificateApi {
  private static final int CALLS_PER_ADDRESS = 600;
  private static final Duration WINDOW = Duration.ofMinutes(15);
  private static final JsonMapper JSON = strictMapper();
  private final Enrolment enrolment;
  private final Renewal renewal;
  private final Sync sync;
  private final GroupStore groups;
  private final RevocationLists lists;
  private final RateLimiter limiter;

  /** What the calls work on. */
  public record Parts(
      Database database,
      GroupStore groups,
      AuditStore audit,
      Authorities authorities,
      RevocationLists lists,
      Lifetimes lifetimes) {}

  public CertificateApi(Parts parts, Secrets secrets, Clock clock) {
    var database = parts.database();
    var nodes = new NodeStore(database);
    var issuing = new Issuing(parts.authorities(), parts.lists(), nodes, parts.lifetimes(), clock);
    var caller = new Caller(database, parts.groups(), parts.authorities());
    var tools = new Enrolment.CallTools(clock, secrets);
    this.enrolment = new Enrolment(database, issuing, parts.audit(), tools);
    this.renewal = new Renewal(database, caller, issuing, parts.audit(), clock);
    this.sync = new Sync(database, caller, issuing, clock);
    this.groups = parts.groups();
    this.lists = parts.lists();
    this.limiter = new RateLimiter(CALLS_PER_ADDRESS, WINDOW, clock);
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
    return context ->
        answer(
            context,
            () -> {
              var group =
                  groups
                      .findByGroupId(context.pathParam("groupId"))
                      .orElseThrow(
                          () -> new ApiRefusal(404, "group_unknown", "There is no such group."));
              context.contentType("application/pkix-crl").result(lists.current(group.id()));
            });
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
    context.header("Cache-Control", "no-store");
    try {
      if (!limiter.tryAcquire(CallerAddress.network(CallerAddress.of(context)))) {
        throw new ApiRefusal(429, "too_many_calls", "Too many calls. Try again in 15 minutes.");
      }
      call.run();
    } catch (ApiRefusal e) {
      context.status(e.status());
      json(context, Map.of("error", e.code(), "message", String.valueOf(e.getMessage())));
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
