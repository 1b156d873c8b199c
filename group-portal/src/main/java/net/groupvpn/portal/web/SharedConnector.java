package net.groupvpn.portal.web;

import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * An HTTPS port that also serves connections that another port has accepted, and whose first bytes
 * were read there. They are the clients' own connections, so addresses and limits apply to them.
 */
final class SharedConnector extends ServerConnector {
  private final Map<SocketChannel, ByteBuffer> begun = new ConcurrentHashMap<>();

  SharedConnector(Server server, SslContextFactory.Server tls, HttpConnectionFactory http) {
    super(server, new BegunTls(tls), http);
  }

  /** Serves a connection of another port; non-blocking. */
  void take(SocketChannel connection, ByteBuffer bytes) {
    begun.put(connection, bytes);
    getSelectorManager().accept(connection);
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    var end = new BegunEndPoint(channel, selector, key, this, begun.remove(channel));
    end.setIdleTimeout(getIdleTimeout());
    return end;
  }

  private static final class BegunEndPoint extends SocketChannelEndPoint {
    private final ByteBuffer begun;

    BegunEndPoint(
        SocketChannel channel,
        ManagedSelector selector,
        SelectionKey key,
        ServerConnector connector,
        @Nullable ByteBuffer begun) {
      super(channel, selector, key, connector.getScheduler());
      this.begun = begun == null ? ByteBuffer.allocate(0) : begun;
    }
  }

  /** TLS whose first bytes were read before. */
  private static final class BegunTls extends SslConnectionFactory {
    BegunTls(SslContextFactory.Server tls) {
      super(tls, "http/1.1");
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint end) {
      var connection = super.newConnection(connector, end);
      if (end instanceof BegunEndPoint early
          && early.begun.hasRemaining()
          && connection instanceof Connection.UpgradeTo tls) {
        tls.onUpgradeTo(early.begun);
      }
      return connection;
    }
  }
}
