package net.groupvpn.client.device;

import java.io.IOException;
import net.groupvpn.overlay.io.SideSockets;
import net.groupvpn.overlay.path.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A port that sends to some endpoints through another socket, datagram by datagram. Without such
 * endpoints it costs one check.
 */
public final class DetouringPort implements BatchPort {
  private final BatchPort main;
  private final SideSockets side;
  private final SendBatch rest = new SendBatch(SendBatch.CAPACITY_BYTES);

  public DetouringPort(BatchPort main, SideSockets side) {
    this.main = main;
    this.side = side;
  }

  @Override
  public int localPort() {
    return main.localPort();
  }

  @Override
  public int receive() throws IOException {
    return main.receive();
  }

  @Override
  public int copyTo(int message, byte[] bytes) {
    return main.copyTo(message, bytes);
  }

  @Override
  public int segmentBytes(int message) {
    return main.segmentBytes(message);
  }

  @Override
  public @Nullable Endpoint source(int message) {
    return main.source(message);
  }

  @Override
  public boolean send(Endpoint to, byte[] bytes, int offset, int length) {
    return side.isWayTo(to)
        ? side.send(to, bytes, offset, length)
        : main.send(to, bytes, offset, length);
  }

  @Override
  public void send(SendBatch batch, Refusals refusals) {
    if (side.hasWays()) {
      divide(batch, refusals);
    } else {
      main.send(batch, refusals);
    }
  }

  @Override
  public void onNetworkChanged() {
    main.onNetworkChanged();
  }

  private synchronized void divide(SendBatch batch, Refusals refusals) {
    for (int run = 0; run < batch.runs(); run++) {
      boolean aside = side.isWayTo(batch.destination(run).endpoint());
      int end = batch.start(run) + batch.length(run);
      for (int at = batch.start(run); at < end; at += batch.segmentBytes(run)) {
        int length = Math.min(batch.segmentBytes(run), end - at);
        if (aside) {
          sendAside(batch, run, at, length, refusals);
        } else {
          System.arraycopy(batch.bytes(), at, rest.bytes(), rest.position(), length);
          rest.add(batch.destination(run), length);
        }
      }
    }
    batch.clear();
    main.send(rest, refusals);
  }

  private void sendAside(SendBatch batch, int run, int at, int length, Refusals refusals) {
    Destination to = batch.destination(run);
    if (!side.send(to.endpoint(), batch.bytes(), at, length)) {
      refusals.onRefused(to, 1, length, false);
    }
  }

  @Override
  public void close() {
    side.close();
    main.close();
  }
}
