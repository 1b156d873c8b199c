package net.groupvpn.lab.tunnel;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** A web server that answers each request with the address from which it came. */
public final class MirrorMain {
  /** What it prints when it serves. */
  public static final String READY = "mirror ready";

  private static final int PORT = 80;
  private static final int OK = 200;

  private MirrorMain() {}

  /** Serves until it is stopped. */
  public static void main(String[] arguments) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("::", PORT), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          String from = exchange.getRemoteAddress().getAddress().getHostAddress();
          byte[] body = (from + "\n").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(OK, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
    System.out.println(READY);
  }
}
