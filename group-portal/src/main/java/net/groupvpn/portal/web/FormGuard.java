package net.groupvpn.portal.web;

import io.javalin.http.Context;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites from posting our forms: the form's token must belong to the visitor's session,
 * and the browser must say that the form came from this portal (Origin, or Referer where a browser
 * leaves Origin out).
 */
final class FormGuard {
  static final String FIELD = "csrf";

  private FormGuard() {}

  static String token(String sessionId) {
    return Secrets.derived(sessionId, FIELD);
  }

  static void check(Context context, String sessionId) {
    var token = context.formParam(FIELD);
    if (token == null || !Secrets.same(token, token(sessionId))) {
      throw Refusal.forbidden(
          "This form is no longer valid. Go back, load the page again and send it once more.");
    }
    if (!("https://" + context.host()).equalsIgnoreCase(origin(context))) {
      throw Refusal.forbidden("This form was sent from another site, so nothing was changed.");
    }
  }

  private static @Nullable String origin(Context context) {
    var origin = context.header("Origin");
    return origin != null ? origin : originOf(context.header("Referer"));
  }

  private static @Nullable String originOf(@Nullable String referer) {
    if (referer == null) {
      return null;
    }
    try {
      var uri = URI.create(referer);
      return uri.getScheme() + "://" + uri.getAuthority();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
