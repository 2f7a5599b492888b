package org.safeward.backup.identities;

/** Nobody has shown for too long that he can open an encrypted place. */
public record IdentityUnshown(EncryptedPlaces.Standing standing) {}
