package net.groupvpn.client.part;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import net.groupvpn.client.enrol.PortalKeeper;
import net.groupvpn.client.enrol.StateStore;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.io.NodeLoop;
import net.groupvpn.overlay.io.stream.StreamPort;
import net.groupvpn.overlay.tls.TlsSecurity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes the portal's news to the engine. */
record PortalNews(
    TlsSecurity security,
    NodeLoop loop,
    EngineRoom room,
    StateStore store,
    Consumer<String> onRefused)
    implements PortalKeeper.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(PortalNews.class);

  @Override
  public void onRevocationList() {
    loop.execute(room::onRevocationList);
  }

  @Override
  public void onContact() {
    try {
      List<String> peers = store.peers();
      loop.execute(() -> new Endpoints(room, store, StreamPort.NO_PORT).addPeers(peers));
    } catch (IOException e) {
      LOG.warn("remembered peers cannot be read: {}", e.getMessage());
    }
  }

  @Override
  public void onCertificate(NodeCertificate certificate) {
    security.renew(certificate);
    loop.execute(room::onCertificateRenewed);
  }

  @Override
  public void onRevoked(String message) {
    LOG.error("the portal says: {}", message);
    onRefused.accept("the portal says: " + message);
  }
}
