package net.groupvpn.lab.tunnel;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A service that says who asks, by HTTP, and closes the connection. */
public final class GreetingServer {
  /** Said once it can be asked. */
  public static final String READY = "greeting server is up";

  private GreetingServer() {}

  /** The only argument is the TCP port. */
  public static void main(String[] arguments) throws IOException {
    try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]))) {
      System.out.println(READY);
      while (true) {
        try (Socket guest = server.accept()) {
          String name = guest.getInetAddress().getHostAddress();
          guest
              .getOutputStream()
              .write(
                  ("HTTP/1.0 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name)
                      .getBytes(StandardCharsets.US_ASCII));
          guest.shutdownOutput();
          guest.getInputStream().readAllBytes();
        } catch (IOException e) {
          System.out.println("a guest has gone: " + e.getMessage());
        }
      }
    }
  }
}
