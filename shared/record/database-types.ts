/** The tables of the record. Made by `npm run generate` from the migrated database; a test compares the two. */
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export interface Database {
  public: {
    Tables: {
      api_keys: {
        Row: {
          id: string;
          project_id: string | null;
          name: string;
          prefix: string;
          key_sha256: string;
          scopes: string[];
          created_at: string;
          last_used_at: string | null;
          revoked_at: string | null;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      canonical_entities: {
        Row: {
          id: string;
          project_id: string;
          type: string;
          key: string;
          name: string;
          aliases: string[];
          decided_by: Json;
          merged_into: string | null;
          created_at: string;
          updated_at: string;
          block: string | null;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      chunk_embeddings: {
        Row: {
          id: string;
          project_id: string;
          document_id: string;
          generation: number;
          task_id: string;
          lease_token: string;
          ordinal: number;
          chunk_id: string;
          model: string;
          dimensions: number;
          embedding: number[];
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      chunks: {
        Row: {
          id: string;
          project_id: string;
          document_id: string;
          generation: number;
          task_id: string;
          lease_token: string;
          ordinal: number;
          text: string;
          char_start: number;
          char_end: number;
          heading_path: string[];
          token_count: number;
          token_encoding: string;
          context_line: string;
          language: string;
          page_first: number | null;
          page_last: number | null;
          search: unknown | null;
          created_at: string;
          kind: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      document_stages: {
        Row: {
          document_id: string;
          project_id: string;
          stage: string;
          current_generation: number | null;
          building_generation: number | null;
          state: string;
          missing: boolean;
          warnings: Json;
          error_code: string | null;
          error_message: string | null;
          error_attempt: number | null;
          started_at: string | null;
          finished_at: string | null;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      documents: {
        Row: {
          id: string;
          project_id: string;
          parent_id: string | null;
          root_id: string;
          depth: number;
          part_path: string | null;
          duplicate_of: string | null;
          sha256: string;
          bytes: number;
          media_type: string;
          file_name: string;
          source_path: string | null;
          storage_key: string;
          state: string;
          error_code: string | null;
          error_message: string | null;
          error_stage: string | null;
          error_attempt: number | null;
          language: string | null;
          category: string | null;
          page_count: number | null;
          duration_ms: number | null;
          text_length: number | null;
          text_sha256: string | null;
          warnings: Json;
          properties: Json;
          metadata: Json;
          api_key_id: string | null;
          idempotency_key: string | null;
          idempotency_ordinal: number | null;
          priority: number;
          event_sequence: number;
          event_hash: string;
          created_at: string;
          updated_at: string;
          finished_at: string | null;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      engine_answers: {
        Row: {
          document_id: string;
          project_id: string;
          key: string;
          answer: Json;
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      engine_rates: {
        Row: {
          engine: string;
          requests_at: string;
          tokens_at: string;
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      engine_state: {
        Row: {
          engine: string;
          project_id: string | null;
          state: string;
          until: string | null;
          reason: string | null;
          updated_at: string;
          failed_claims: string[];
          probe_task: string | null;
          since: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      engine_usage: {
        Row: {
          id: string;
          project_id: string;
          document_id: string | null;
          task_id: string | null;
          stage: string;
          engine: string;
          model: string;
          requests: number;
          cached: number;
          pages: number;
          audio_ms: number;
          input_tokens: number;
          output_tokens: number;
          amount: number | null;
          currency: string;
          prices_of: string;
          created_at: string;
          is_open: boolean;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      entity_mentions: {
        Row: {
          id: string;
          project_id: string;
          document_id: string;
          generation: number;
          task_id: string;
          lease_token: string;
          ordinal: number;
          chunk_id: string;
          type: string;
          text: string;
          char_start: number;
          char_end: number;
          value: string;
          properties: Json;
          score: number;
          engine: string;
          model: string | null;
          canonical_entity_id: string | null;
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      entity_reviews: {
        Row: {
          id: string;
          project_id: string;
          entity_a: string;
          entity_b: string;
          score: number;
          reason: string;
          open: boolean;
          verdict: string | null;
          decided_by: Json | null;
          created_at: string;
          updated_at: string;
          other_opinions: Json;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      events: {
        Row: {
          id: string;
          project_id: string;
          document_id: string;
          sequence: number;
          kind: string;
          data: Json;
          previous_hash: string;
          hash: string;
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      facts: {
        Row: {
          id: string;
          project_id: string;
          document_id: string;
          generation: number;
          task_id: string;
          lease_token: string;
          ordinal: number;
          chunk_id: string | null;
          kind: string;
          value: string;
          properties: Json;
          quote: string;
          char_start: number | null;
          char_end: number | null;
          verified: string;
          engine: string;
          model: string | null;
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      intake_refusals: {
        Row: {
          id: string;
          project_id: string;
          file_name: string;
          bytes: number | null;
          code: string;
          message: string;
          idempotency_key: string | null;
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      pipeline_stages: {
        Row: {
          stage: string;
          position: number;
          next_stage: string | null;
          required: boolean;
          attempts: number;
          plan_ms: number;
          part_ms: number;
          finish_ms: number;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      project_members: {
        Row: {
          project_id: string;
          user_id: string;
          role: string;
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      projects: {
        Row: {
          id: string;
          name: string;
          settings: Json;
          limits: Json;
          created_at: string;
          updated_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      relationship_staging: {
        Row: {
          id: string;
          project_id: string;
          document_id: string;
          generation: number;
          task_id: string;
          lease_token: string;
          ordinal: number;
          from_label: string;
          from_id: string;
          type: string;
          to_label: string;
          to_id: string;
          properties: Json;
          char_start: number | null;
          char_end: number | null;
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      runs: {
        Row: {
          id: string;
          project_id: string;
          document_id: string;
          generation: number;
          from_stage: string;
          reason: string;
          state: string;
          created_at: string;
          finished_at: string | null;
          request: string | null;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      schema_version: {
        Row: {
          version: number;
          applied_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      segment_words: {
        Row: {
          id: string;
          project_id: string;
          document_id: string;
          generation: number;
          task_id: string;
          lease_token: string;
          ordinal: number;
          starts: number[];
          ends: number[];
          boxes: number[];
          confidences: number[];
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      segments: {
        Row: {
          id: string;
          project_id: string;
          document_id: string;
          generation: number;
          task_id: string;
          lease_token: string;
          ordinal: number;
          kind: string;
          text: string;
          char_start: number;
          char_end: number;
          page_number: number | null;
          page_label: string | null;
          width_pt: number | null;
          height_pt: number | null;
          turn: number | null;
          start_ms: number | null;
          end_ms: number | null;
          engine: string;
          model: string | null;
          confidence: number | null;
          error_code: string | null;
          properties: Json;
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      task_drafts: {
        Row: {
          id: string;
          project_id: string;
          document_id: string;
          generation: number;
          task_id: string;
          lease_token: string;
          stage: string;
          part_ordinal: number;
          ordinal: number;
          data: Json;
          created_at: string;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
      tasks: {
        Row: {
          id: string;
          project_id: string;
          document_id: string;
          generation: number;
          stage: string;
          phase: string;
          ordinal: number;
          input: Json;
          state: string;
          priority: number;
          publishes: number;
          claims: number;
          failures: number;
          expirations: number;
          not_before: string | null;
          published: boolean;
          deliver_at: string | null;
          lease_token: string | null;
          lease_until: string | null;
          deadline_at: string | null;
          worker: string | null;
          outcome: Json | null;
          findings: Json | null;
          error_code: string | null;
          error_message: string | null;
          error_engine: string | null;
          created_at: string;
          started_at: string | null;
          finished_at: string | null;
          waits_for: string | null;
          waits_since: string | null;
          parked_for: string | null;
        };
        Insert: never;
        Update: never;
        Relationships: [];
      };
    };
    Views: Record<never, never>;
    Functions: Record<never, never>;
  };
}
