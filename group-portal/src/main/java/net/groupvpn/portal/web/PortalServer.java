package net.groupvpn.portal.web;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import net.groupvpn.overlay.enrol.PortalApi;
import net.groupvpn.overlay.identity.RevocationList;
import net.groupvpn.overlay.policy.GroupPolicy;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler.RetainedContentLoaderFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS server: one TLS connector, limits on requests, security headers on every answer. The
 * caller supplies what it serves.
 */
public final class PortalServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PortalServer.class);

  /** The largest request body, form or JSON; only uploads of revocation lists may be larger. */
  public static final int MAX_BODY_BYTES = 32 * 1024;

  private static final int MAX_HEADER_BYTES = 16 * 1024;
  // The overhead of a buffer, for the limit on the stored part of a body.
  private static final int FRAMES = 9;
  // Two and a half polls of a member; ConnectionGuard ends slow connections sooner.
  private static final long IDLE_MILLIS = 75_000;
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
    config.jetty.modifyServer(PortalServer::prepare);
    config.routes.before(SecurityHeaders::set);
    config.routes.before(PortalServer::limitBody);
  }

  /** Bodies are read before a request gets a thread: one that stalls occupies none. */
  private static void prepare(Server server) {
    server.setStopTimeout(STOP_MILLIS);
    server.setHandler(
        new EagerContentHandler(
            new RetainedContentLoaderFactory(RevocationList.MAX_BYTES, FRAMES, true)));
  }

  private static Connector connector(
      Server server, HttpConfiguration http, String address, int port, ServerCertificate cert) {
    var tls = new SslContextFactory.Server();
    tls.setKeyStore(cert.keys());
    tls.setKeyStorePassword(cert.password());
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    // Clients pin the fingerprint and may use any name or address: no check of the server name.
    http.addCustomizer(new SecureRequestCustomizer(false));
    var connector = new SharedConnector(server, tls, new HttpConnectionFactory(http));
    connector.setHost(address);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    var guard = new ConnectionGuard();
    connector.addBean(guard);
    server
        .getScheduler()
        .schedule(() -> sweep(server, guard), ConnectionGuard.SWEEP_MILLIS, MILLISECONDS);
    return connector;
  }

  private static void sweep(Server server, ConnectionGuard guard) {
    guard.sweep();
    server
        .getScheduler()
        .schedule(() -> sweep(server, guard), ConnectionGuard.SWEEP_MILLIS, MILLISECONDS);
  }

  private static void limitBody(Context context) {
    if (!"POST".equals(context.method().name())) {
      return;
    }
    if (context.header("Content-Length") == null) {
      refuse(context, LENGTH_REQUIRED, "a request with a body must say its length");
      return;
    }
    var most = mostBytes(context.path());
    if (context.contentLength() < 0 || context.contentLength() > most) {
      refuse(context, CONTENT_TOO_LARGE, "at most " + most + " bytes may be sent");
    }
  }

  private static int mostBytes(String path) {
    if (PortalApi.isListPath(path)) {
      return RevocationList.MAX_BYTES;
    }
    return PortalApi.isPolicyPath(path) ? GroupPolicy.MAX_BYTES : MAX_BODY_BYTES;
  }

  private static void refuse(Context context, int status, String why) {
    context.status(status).result(why);
    context.skipRemainingHandlers();
  }

  /**
   * Serves a TLS connection that another port has accepted; non-blocking.
   *
   * @param begun what the client has sent so far
   */
  public void take(SocketChannel connection, ByteBuffer begun) {
    for (var connector : app.jettyServer().server().getConnectors()) {
      if (connector instanceof SharedConnector shared) {
        shared.take(connection, begun);
      }
    }
  }

  /** The port it listens on. */
  public int port() {
    return app.port();
  }

  /** Lets running requests finish, then stops. A request that never ends does not prevent that. */
  @Override
  public void close() {
    try {
      app.stop();
    } catch (JavalinException e) {
      LOG.warn("the web server has stopped in the middle of a request", e);
    }
  }
}
