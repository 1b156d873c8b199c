package net.groupvpn.client.device;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Networks without devices, for tests. Any thread. */
public final class InMemoryLanPort implements LanPort {
  private final BlockingQueue<Received> incoming = new LinkedBlockingQueue<>();
  private final List<byte[]> sent = new CopyOnWriteArrayList<>();

  /** Delivers a datagram. */
  public void deliver(Received datagram) {
    incoming.add(datagram);
  }

  /** Everything sent so far. */
  public List<byte[]> sent() {
    return List.copyOf(sent);
  }

  @Override
  public void sendToAll(byte[] datagram) {
    sent.add(datagram.clone());
  }

  @Override
  public @Nullable Received receive(int timeoutMillis) throws IOException {
    try {
      return incoming.poll(timeoutMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    incoming.clear();
  }
}
