package net.groupvpn.portal.web;

import io.javalin.http.Context;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other sites from posting the portal's forms. The form's token must belong to the visitor's
 * session: no other site can read it, and the session's cookie (SameSite, with the prefix __Host-)
 * is not sent with other sites' forms. In addition, the browser must not name another site as the
 * form's origin. It may name none: privacy tools omit Origin and Referer or write {@code Origin:
 * null}, so that the token and the cookie decide.
 */
final class FormGuard {
  static final String FIELD = "csrf";
  private static final String UNKNOWN = "null";
  private final Supplier<String> publicUrl;

  /** The URL is asked for late: its port may be any free one. */
  FormGuard(Supplier<String> publicUrl) {
    this.publicUrl = publicUrl;
  }

  static String token(String sessionId) {
    return Secrets.derived(sessionId, FIELD);
  }

  void check(Context context, Visit visit) {
    if (!Secrets.same(visit.rawField(FIELD), token(visit.sessionId()))) {
      throw Refusal.forbidden(
          "This form is no longer valid. Go back, load the page again and send it once more.");
    }
    if (!isOurs(context)) {
      throw Refusal.forbidden("This form was sent from another site, so nothing was changed.");
    }
  }

  private boolean isOurs(Context context) {
    var origin = context.header("Origin");
    if (origin == null || origin.equals(UNKNOWN)) {
      var referer = context.header("Referer");
      origin = referer == null ? null : originOf(referer);
    }
    return isFromHere(context.header("Sec-Fetch-Site"))
        && (origin == null
            || origin.equalsIgnoreCase("https://" + context.host())
            || origin.equalsIgnoreCase(originOf(publicUrl.get())));
  }

  /** No page can set this header; old browsers do not send it. */
  private static boolean isFromHere(@Nullable String site) {
    return site == null || site.equals("same-origin") || site.equals("none");
  }

  private static String originOf(String url) {
    try {
      var uri = URI.create(url);
      return uri.getScheme() + "://" + uri.getAuthority();
    } catch (IllegalArgumentException e) {
      return UNKNOWN;
    }
  }
}
