package net.groupvpn.client.rehearsal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.groupvpn.client.config.ClientConfig;
import net.groupvpn.client.config.Directories;
import net.groupvpn.client.daemon.ClientDaemon;
import net.groupvpn.client.request.RunningClient;
import net.groupvpn.overlay.node.Overlay;
import net.groupvpn.overlay.node.OverlayNode;
import net.groupvpn.overlay.session.SessionView;

/** One member's client, and the signs that it has met another member. */
final class RehearsalMember {
  private final ClientConfig config;
  private final CountDownLatch hasAddress = new CountDownLatch(1);
  private final CountDownLatch hasPeer = new CountDownLatch(1);

  RehearsalMember(ClientConfig config) {
    this.config = config;
  }

  String name() {
    return config.name();
  }

  /** Runs the client on a thread of its own, until a command stops it. */
  void start(Directories directories) {
    ClientDaemon client =
        new ClientDaemon(config, directories, new RehearsalMachine(), this::watch);
    Thread thread =
        new Thread(
            () -> {
              try {
                client.run();
              } catch (Exception e) {
                throw new IllegalStateException("a client does not start", e);
              }
            },
            name());
    thread.start();
  }

  private void watch(RunningClient running) {
    running
        .device()
        .addresses()
        .watch(
            address -> {
              if (address != null) {
                hasAddress.countDown();
              }
            });
    running.engine().loop().execute(() -> watchSessions(running.engine().room().node()));
  }

  private void watchSessions(OverlayNode node) {
    node.addListener(
        new Overlay.Listener() {
          @Override
          public void onSessionUp(SessionView session) {
            hasPeer.countDown();
          }
        });
    if (!node.sessions().all().isEmpty()) {
      hasPeer.countDown();
    }
  }

  /** Waits until it has an address, and a session with another member. */
  void awaitPeer(long limitMillis) throws InterruptedException {
    if (!hasAddress.await(limitMillis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(name() + " gets no address");
    }
    if (!hasPeer.await(limitMillis, TimeUnit.MILLISECONDS)) {
      throw new IllegalStateException(name() + " does not find the other member");
    }
  }
}
