package net.groupvpn.portal.web;

import io.javalin.http.Context;

/** Headers on every answer: no scripts, no frames, no external content, HTTPS only. */
final class SecurityHeaders {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private SecurityHeaders() {}

  static void set(Context context) {
    context.header("Content-Security-Policy", POLICY);
    context.header("Strict-Transport-Security", "max-age=31536000");
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    // With no-referrer, browsers would send "Origin: null" with the portal's own forms.
    context.header("Referrer-Policy", "same-origin");
    context.header("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
  }
}
