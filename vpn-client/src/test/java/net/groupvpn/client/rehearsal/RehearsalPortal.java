package net.groupvpn.client.rehearsal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A portal that closes every connection: only a client's first words to it matter. */
final class RehearsalPortal implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final Semaphore calls = new Semaphore(0);

  RehearsalPortal() throws IOException {
    Thread thread = new Thread(this::hangUpOnAll, "portal");
    thread.setDaemon(true);
    thread.start();
  }

  private void hangUpOnAll() {
    while (!socket.isClosed()) {
      try (var caller = socket.accept()) {
        int unused = caller.getInputStream().read();
      } catch (IOException e) {
        return;
      }
      calls.release();
    }
  }

  URI address() {
    return URI.create("https://127.0.0.1:" + socket.getLocalPort());
  }

  /** Waits until it has been called that often. */
  void awaitCalls(int count, long limitMillis) throws InterruptedException {
    if (!calls.tryAcquire(count, limitMillis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException("not every member asks the portal");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
