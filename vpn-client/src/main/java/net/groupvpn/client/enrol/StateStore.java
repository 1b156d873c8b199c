package net.groupvpn.client.enrol;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import net.groupvpn.overlay.identity.IdentityException;
import net.groupvpn.overlay.identity.NodeCertificate;
import net.groupvpn.overlay.identity.NodeKey;
import net.groupvpn.overlay.identity.RevocationList;
import org.jspecify.annotations.Nullable;

/**
 * What one network keeps on disk: the node's key and certificate (which carries the salt), the
 * public overlay's key, the newest revocation list, endpoints of peers, the last address. Holds a
 * lock, so that no two clients share it. Thread-safe as far as each file goes.
 */
public final class StateStore implements AutoCloseable {
  /** Most peers' endpoints that are remembered. */
  public static final int MAX_PEERS = 128;

  private static final int MAX_SMALL_FILE_BYTES = 64 * 1_024;
  private static final String KEY = "node.key";
  private static final String PUBLIC_KEY = "public.key";
  private static final String CERTIFICATE = "node.crt";
  private static final String CRL = "group.crl";
  private static final String PEERS = "peers.txt";
  private static final String ADDRESS = "address.txt";

  private final Path directory;
  private final FileChannel lock;

  private StateStore(Path directory, FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Opens the directory, making it if needed.
   *
   * @throws IOException if it cannot be written, or another client uses it
   */
  public static StateStore open(Path directory) throws IOException {
    AtomicFiles.makePrivateDirectory(directory);
    FileChannel lock =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return new StateStore(directory, lock);
      }
    } catch (OverlappingFileLockException e) {
      // The same as no lock: another client, if only in this process.
    }
    lock.close();
    throw new IOException("another client uses " + directory + "; stop it first: groupvpn down");
  }

  /** The directory itself. */
  public Path directory() {
    return directory;
  }

  /** The node's key, or null before the first enrolment. */
  public @Nullable NodeKey key() throws IOException {
    return readKey(KEY);
  }

  /** Keeps the node's key. */
  public void saveKey(NodeKey key) throws IOException {
    write(KEY, key.toPem());
  }

  /** The key of the public overlay, made and kept when there is none yet. */
  public NodeKey publicKeyOrNew() throws IOException {
    @Nullable NodeKey key = readKey(PUBLIC_KEY);
    if (key == null) {
      key = NodeKey.generate(new SecureRandom());
      write(PUBLIC_KEY, key.toPem());
    }
    return key;
  }

  /** The node's certificate, or null before the first enrolment. */
  public @Nullable NodeCertificate certificate() throws IOException {
    @Nullable String pem = read(CERTIFICATE);
    try {
      return pem == null ? null : NodeCertificate.parsePem(pem);
    } catch (IdentityException e) {
      throw damaged(CERTIFICATE, e.getMessage());
    }
  }

  /** Keeps the node's certificate. */
  public void saveCertificate(NodeCertificate certificate) throws IOException {
    write(CERTIFICATE, certificate.toPem());
  }

  /** The newest revocation list, DER, not yet verified; null if there is none. */
  public byte @Nullable [] crl() throws IOException {
    Path file = directory.resolve(CRL);
    if (!Files.exists(file) || Files.size(file) > RevocationList.MAX_BYTES) {
      return null;
    }
    return Files.readAllBytes(file);
  }

  /** Keeps the newest revocation list. */
  public void saveCrl(byte[] der) throws IOException {
    AtomicFiles.write(directory.resolve(CRL), der);
  }

  /** Endpoints of peers and seeds, {@code address:port}, best first; not yet checked. */
  public List<String> peers() throws IOException {
    @Nullable String text = read(PEERS);
    return text == null
        ? List.of()
        : text.lines().filter(line -> !line.isBlank()).limit(MAX_PEERS).toList();
  }

  /** Keeps the first {@value #MAX_PEERS} endpoints. */
  public void savePeers(List<String> endpoints) throws IOException {
    write(PEERS, String.join("\n", endpoints.stream().limit(MAX_PEERS).toList()) + "\n");
  }

  /** The IPv4 address of the last run, or null. */
  public @Nullable String lastAddress() throws IOException {
    @Nullable String text = read(ADDRESS);
    return text == null ? null : text.strip();
  }

  /** Keeps the IPv4 address for the next run. */
  public void saveLastAddress(String address) throws IOException {
    write(ADDRESS, address + "\n");
  }

  /** Lets another client use the directory. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private @Nullable NodeKey readKey(String name) throws IOException {
    @Nullable String pem = read(name);
    try {
      return pem == null ? null : NodeKey.ofPem(pem);
    } catch (IdentityException e) {
      throw damaged(name, e.getMessage());
    }
  }

  private @Nullable String read(String name) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      return null;
    }
    if (Files.size(file) > MAX_SMALL_FILE_BYTES) {
      throw damaged(name, "longer than " + MAX_SMALL_FILE_BYTES + " bytes");
    }
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  private void write(String name, String text) throws IOException {
    AtomicFiles.write(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private IOException damaged(String name, @Nullable String reason) {
    return new IOException(
        directory.resolve(name) + " is damaged (" + reason + "); restore it, or enrol anew");
  }
}
