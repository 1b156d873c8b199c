package net.groupvpn.portal.web;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The HTTPS server: one TLS connector, limits on what a request may bring, security headers on
 * every answer. What it serves is given to it.
 */
public final class PortalServer implements AutoCloseable {
  /** The largest request body, form or JSON. */
  public static final int MAX_BODY_BYTES = 32 * 1024;

  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final long IDLE_MILLIS = 30_000;
  private static final long STOP_MILLIS = 5_000;
  private static final int LENGTH_REQUIRED = 411;
  private static final int CONTENT_TOO_LARGE = 413;
  private final Javalin app;

  private PortalServer(Javalin app) {
    this.app = app;
  }

  /** Starts serving. Port 0 takes any free one. */
  public static PortalServer start(
      String address, int port, ServerCertificate certificate, Consumer<RoutesConfig> routes) {
    var app =
        Javalin.create(
            config -> {
              configure(config);
              config.jetty.addConnector(
                  (s, http) -> connector(s, http, address, port, certificate));
              routes.accept(config.routes);
            });
    return new PortalServer(app.start());
  }

  private static void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.http.maxRequestSize = MAX_BODY_BYTES;
    config.jetty.modifyServer(server -> server.setStopTimeout(STOP_MILLIS));
    config.routes.before(SecurityHeaders::set);
    config.routes.before(PortalServer::limitBody);
  }

  private static Connector connector(
      Server server, HttpConfiguration http, String address, int port, ServerCertificate cert) {
    var tls = new SslContextFactory.Server();
    tls.setKeyStore(cert.keys());
    tls.setKeyStorePassword(cert.password());
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    // Clients pin the fingerprint and may come by any name or address: no check of the server name.
    http.addCustomizer(new SecureRequestCustomizer(false));
    var connector =
        new ServerConnector(
            server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    connector.setHost(address);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    return connector;
  }

  private static void limitBody(Context context) {
    if (!"POST".equals(context.method().name())) {
      return;
    }
    if (context.header("Content-Length") == null) {
      refuse(context, LENGTH_REQUIRED, "a request with a body must say its length");
    } else if (context.contentLength() < 0 || context.contentLength() > MAX_BODY_BYTES) {
      refuse(context, CONTENT_TOO_LARGE, "at most " + MAX_BODY_BYTES + " bytes may be sent");
    }
  }

  private static void refuse(Context context, int status, String why) {
    context.status(status).result(why);
    context.skipRemainingHandlers();
  }

  /** The port it listens on. */
  public int port() {
    return app.port();
  }

  /** Lets running requests end, then stops. */
  @Override
  public void close() {
    app.stop();
  }
}
