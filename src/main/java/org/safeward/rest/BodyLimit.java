package org.safeward.rest;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Reads the bodies of resources: bounded, and as the text that they say to be or not at all. Those of nobody were taken in by
 * {@link OpenBody} before. Files come in by servlets.
 */
@Provider
public class BodyLimit implements ReaderInterceptor {
    static final int MOST_BYTES = 1 << 20;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        byte[] body = bytes(context.getInputStream());
        if (context.getType() == String.class) {
            return text(body, context.getMediaType());
        }
        context.setInputStream(new ByteArrayInputStream(body));
        return context.proceed();
    }

    private static byte[] bytes(InputStream in) {
        byte[] body;
        try {
            body = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            // Nothing else is read here than the connection: its other end has gone.
            throw new Fault(e, ErrorCode.BODY_BROKEN_OFF);
        }
        if (body.length > MOST_BYTES) {
            throw new Fault(ErrorCode.BODY_TOO_LARGE, MOST_BYTES);
        }
        return body;
    }

    /** @throws Fault UNSUPPORTED_MEDIA_TYPE for an encoding that there is not, BAD_JSON for bytes that are no text in it */
    static String text(byte[] body, MediaType type) {
        try {
            return charset(type).newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new Fault(e, ErrorCode.BAD_JSON, charset(type));
        }
    }

    private static Charset charset(MediaType type) {
        String name = type == null ? null : type.getParameters().get(MediaType.CHARSET_PARAMETER);
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new Fault(e, ErrorCode.UNSUPPORTED_MEDIA_TYPE, "charset=" + name);
        }
    }
}
